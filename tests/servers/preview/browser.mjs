// A visitor in a real browser: the page follows the files by itself. Run by tests/servers/browser.rs.
import { chromium } from "playwright-core";
import { strict as assert } from "node:assert";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

const [address, folder, executablePath] = process.argv.slice(2);
const write = (name, text) => {
  mkdirSync(dirname(join(folder, name)), { recursive: true });
  writeFileSync(join(folder, name), text);
};

const browser = await chromium.launch({
  executablePath,
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync"],
});
try {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  const errors = [];
  const hosts = new Set();
  page.on("pageerror", (error) => errors.push(String(error)));
  page.on("request", (request) => hosts.add(new URL(request.url()).host));
  await page.goto(`${address}news/a/`);
  await page.getByText("第一句").waitFor();

  // A save: the page reloads by itself.
  const front = "---\n标题: 春耕\n发布日期: 2026-04-01\n---\n\n";
  await page.evaluate(() => { window.stays = true; });
  write("content/news/a.md", `${front}换成了第二句。\n`);
  await page.getByText("换成了第二句").waitFor();
  assert.equal(await page.evaluate(() => window.stays), undefined, "the page was loaded again");

  // Another document: this page is left alone.
  await page.evaluate(() => { window.stays = true; });
  write("content/news/c.md", "---\n标题: 别的事\n发布日期: 2025-04-01\n---\n\n与本页无关。\n");
  const other = await browser.newPage();
  await other.goto(`${address}news/c/`);
  await other.getByText("与本页无关").waitFor();
  write("content/news/c.md", "---\n标题: 别的事\n发布日期: 2025-04-01\n---\n\n还是与本页无关。\n");
  await other.getByText("还是与本页无关").waitFor();
  await other.close();

  // A style: it changes in place.
  write("themes/county/styles/text.css", "h1 { letter-spacing: 7px; }\n");
  await page.waitForFunction(() => getComputedStyle(document.querySelector("h1")).letterSpacing === "7px");
  assert.equal(await page.evaluate(() => window.stays), true, "the page was not loaded again");

  // A mistake: the overlay comes with file and line, and goes when it is mended.
  write("content/news/b.md", "---\n标题: 乙\n发布日其: 2026-04-02\n---\n");
  const overlay = page.locator("gongbao-problems section.errors");
  await overlay.waitFor();
  assert.match(await overlay.innerText(), /content\/news\/b\.md:3:1/);
  if (process.env.GONGBAO_SCREENSHOT) await page.screenshot({ path: process.env.GONGBAO_SCREENSHOT });
  write("content/news/b.md", "---\n标题: 乙\n发布日期: 2020-04-02\n---\n");
  await overlay.waitFor({ state: "detached" });

  // A template that fails, on the page itself.
  write("themes/county/templates/article.html", "{{ nothing.here }}\n");
  await page.getByText("article.html").first().waitFor();
  rmSync(join(folder, "themes/county/templates/article.html"));
  await page.getByText("换成了第二句").waitFor();

  assert.deepEqual(errors, []);
  assert.deepEqual([...hosts], [new URL(address).host], "no other host is asked");
} finally {
  await browser.close();
}
