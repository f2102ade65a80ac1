// Readers of the built example: run by tests/reader/main.rs, which hands over a story.
import { chromium } from "playwright-core";
import { createRequire } from "node:module";
import { createServer } from "node:http";
import { existsSync, mkdirSync, readFileSync, statSync } from "node:fs";
import { extname, join } from "node:path";

const story = JSON.parse(readFileSync(process.argv[2], "utf8"));
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const TYPES = { ".html": "text/html; charset=utf-8", ".css": "text/css", ".js": "text/javascript", ".json": "application/json", ".svg": "image/svg+xml", ".webp": "image/webp", ".jpg": "image/jpeg", ".png": "image/png" };

// A web server as the settings make one: the policy goes with every answer.
const server = createServer((request, answer) => {
  let path = decodeURIComponent(new URL(request.url, "http://x").pathname);
  if (path.endsWith("/")) path += "index.html";
  const file = join(story.folder, path);
  const found = existsSync(file) && statSync(file).isFile();
  answer.writeHead(found ? 200 : 404, {
    "Content-Type": TYPES[extname(file)] || "application/octet-stream",
    "Content-Security-Policy": story.policy,
    "X-Content-Type-Options": "nosniff",
  });
  answer.end(found ? readFileSync(file) : "");
});
await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
const host = `127.0.0.1:${server.address().port}`;
const root = `http://${host}/yunxi/`;

const problems = [];
const expect = (holds, words) => { if (!holds) problems.push(words); };
const browser = await chromium.launch({
  executablePath: story.browser,
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync"],
});

// A visitor whose browser keeps what it was told, and tells what it was asked for.
const visitor = async (options) => {
  // axe is put into the page past the policy; the policy still holds for the page's own.
  const context = await browser.newContext({ bypassCSP: false, ...options });
  const page = await context.newPage();
  page.on("pageerror", (error) => problems.push(`${page.url()}: ${error}`));
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") problems.push(`${page.url()}: console: ${message.text()}`);
  });
  page.on("request", (request) => expect(new URL(request.url()).host === host, `${page.url()} asks ${request.url()}`));
  await page.addInitScript(() => {
    window.shifts = [];
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) {
        if (!entry.hadRecentInput) window.shifts.push([entry.value, ...entry.sources.map((source) => source.node && (source.node.outerHTML || source.node.textContent).slice(0, 80))]);
      }
    }).observe({ type: "layout-shift", buffered: true });
  });
  return page;
};
const sum = (shifts) => shifts.reduce((sum, [value]) => sum + value, 0);
// Whether the browser paints before the page's scripts have run is chance, on a busy machine above all; what a page does to every reader, it
// does at each of three looks. The one that moves least is told.
const steadiest = async (page, path, what) => {
  let least = null;
  for (let look = 0; look < 3 && (least === null || sum(least) >= 0.01); look += 1) {
    const answer = await page.goto(root + path);
    expect(answer.status() === 200, `${what}: status ${answer.status()}`);
    await page.waitForTimeout(30);
    const shifts = await page.evaluate(() => window.shifts);
    if (least === null || sum(shifts) < sum(least)) least = shifts;
  }
  return least;
};
const inspect = async (page, what) => {
  const found = await page.evaluate(`${axe}; axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"] })`);
  for (const violation of found.violations) {
    problems.push(`${what}: ${violation.id}: ${violation.help}: ${violation.nodes.slice(0, 3).map((node) => `${node.target} ${node.any.concat(node.all).map((check) => check.message)[0] || ""}`).join(" | ")}`);
  }
};
const picture = async (page, name) => {
  if (!story.pictures) return;
  mkdirSync(story.pictures, { recursive: true });
  await page.screenshot({ path: join(story.pictures, `${name}.png`), fullPage: true });
};
const nameOf = (path) => path.replace(/\/$/, "").replace(/\//g, "_") || "home";

const SPACING = "* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important } p { margin-bottom: 2em !important }";
const overflow = () => document.documentElement.scrollWidth - document.documentElement.clientWidth;

try {
  // Every page at every width: nothing to complain about, nothing moves, nothing hangs out.
  for (const [width, height, deep] of [[390, 844, true], [768, 1024, false], [1024, 768, false], [1280, 900, true], [1920, 1080, false]]) {
    const page = await visitor({ viewport: { width, height } });
    for (const path of story.pages) {
      const what = `${path || "home"} at ${width}`;
      const shifts = await steadiest(page, path, what);
      const moved = sum(shifts);
      expect(moved < 0.01, `${what}: the layout moves by ${moved}: ${JSON.stringify(shifts).slice(0, 400)}`);
      expect(await page.evaluate(overflow) <= 0, `${what}: wider than the window`);
      if (deep) await inspect(page, what);
      await picture(page, `${width}-${nameOf(path)}`);
    }
    await page.context().close();
  }

  // 320 px (400 % zoom of 1280), and with the spacing that a reader may set.
  const narrow = await visitor({ viewport: { width: 320, height: 640 }, bypassCSP: true });
  for (const path of story.pages) {
    await narrow.goto(root + path);
    expect(await narrow.evaluate(overflow) <= 0, `${path} at 320: wider than the window`);
    await narrow.addStyleTag({ content: SPACING });
    expect(await narrow.evaluate(overflow) <= 0, `${path} at 320 with wide spacing: wider than the window`);
  }
  await narrow.context().close();

  if (story.queries.length) {
  // The colours and versions that a visitor may choose hold on every page that follows, and are as readable.
  for (const [name, width, choose] of [
    ["high", 1280, (page) => page.selectOption(".tools select", "high")],
    ["dark", 1280, (page) => page.selectOption(".tools select", "dark")],
    ["elder", 390, (page) => page.click("[data-set-mode]")],
    ["large", 390, (page) => page.click("[data-set-size=large]")],
  ]) {
    const page = await visitor({ viewport: { width, height: 900 } });
    await page.goto(root);
    await choose(page);
    for (const path of ["", "plans/2026-quality-service/", "plans/2026-quality-service/report/", "directory/", "calendar/", "search/?q=%E5%8A%A8%E5%91%98"]) {
      await page.goto(root + path);
      const kept = await page.evaluate(() => ({ ...document.documentElement.dataset }));
      expect(Object.values(kept).includes(name), `${path}: ${name} is forgotten`);
      await page.waitForTimeout(path.startsWith("search") ? 600 : 30);
      expect(await page.evaluate(overflow) <= 0, `${path} in ${name} at ${width}: wider than the window`);
      await inspect(page, `${path} in ${name} at ${width}`);
      await picture(page, `${name}-${width}-${nameOf(path.split("?")[0])}`);
    }
    await page.context().close();
  }

  // Keys alone: past the head to the text, into the menu, into the elder mode and out again.
  const keys = await visitor({ viewport: { width: 390, height: 844 } });
  await keys.goto(`${root}meetings/2026-03-31-mobilisation/`);
  await keys.keyboard.press("Tab");
  expect(await keys.evaluate(() => document.activeElement.className) === "skip", "the first stop is the skip link");
  await keys.keyboard.press("Enter");
  expect(await keys.evaluate(() => document.activeElement.id) === "main", "the skip link leads to the text");
  const tabTo = async (selector) => {
    await keys.evaluate(() => { document.activeElement.blur(); window.getSelection().removeAllRanges(); window.scrollTo(0, 0); });
    await keys.goto(keys.url().split("#")[0]);
    for (let i = 0; i < 80; i += 1) {
      await keys.keyboard.press("Tab");
      const seen = await keys.evaluate((wanted) => {
        const at = document.activeElement;
        const style = getComputedStyle(at);
        return { there: at.matches(wanted), outline: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2 };
      }, selector);
      if (seen.there) return expect(seen.outline, `${selector}: the focus is not to be seen`);
    }
    return problems.push(`${selector} is not reached by the tab key`);
  };
  await tabTo(".menu summary");
  await keys.keyboard.press("Enter");
  expect(await keys.isVisible(".mainnav ul a"), "Enter opens the menu");
  await keys.keyboard.press("Tab");
  expect(await keys.evaluate(() => document.activeElement.closest(".mainnav ul") !== null), "the menu follows its button");
  await tabTo("[data-set-mode]");
  await keys.keyboard.press("Space");
  expect(await keys.evaluate(() => document.documentElement.dataset.mode) === "elder", "Space turns the simple version on");
  await tabTo("[data-set-mode]");
  expect(await keys.evaluate(() => document.documentElement.dataset.mode) === "elder", "the simple version stays");
  await keys.keyboard.press("Space");
  expect(await keys.evaluate(() => !document.documentElement.dataset.mode), "Space turns it off");
  await tabTo(".share summary");
  await keys.keyboard.press("Enter");
  expect(await keys.isVisible(".qr"), "sharing shows the code");

  // The search from the head of a page, by keys; then what it finds against every text read by brute force.
  await tabTo(".find input");
  await keys.keyboard.type("动员");
  await Promise.all([keys.waitForURL(/search\/\?q=/), keys.keyboard.press("Enter")]);
  await keys.waitForSelector("#search-results mark");
  await keys.context().close();

  const finder = await visitor({ viewport: { width: 1280, height: 900 } });
  await finder.goto(`${root}search/`);
  await finder.waitForSelector("[data-search].ready");
  let wrong = 0;
  for (const { query, urls } of story.queries) {
    await finder.fill("input[name=q]", query);
    await finder.waitForFunction((text) => new URLSearchParams(location.search).get("q") === text && !document.querySelector("#search-results[aria-busy]"), query.trim());
    while (await finder.isVisible("#search-more")) {
      await finder.click("#search-more");
      await finder.waitForSelector("#search-results:not([aria-busy])");
    }
    const found = await finder.$$eval("#search-results h2 a", (links) => links.map((link) => link.getAttribute("href")));
    const [missed, extra] = [urls.filter((url) => !found.includes(url)), found.filter((url) => !urls.includes(url))];
    wrong += missed.length + extra.length;
    expect(!missed.length && !extra.length && new Set(found).size === found.length, `search for ${query}: missed ${missed.slice(0, 3)}, should not find ${extra.slice(0, 3)}`);
    const marks = await finder.locator("#search-results mark").count();
    expect(urls.length === 0 || marks >= found.length, `search for ${query}: ${found.length} results with ${marks} marks`);
  }
  console.log(`${story.queries.length} queries, ${wrong} wrong answers`);

  // Filters by keys alone.
  await finder.goto(`${root}search/?q=${encodeURIComponent("创建")}`);
  await finder.waitForSelector("#search-results li");
  const count = () => finder.locator("#search-results > li").count();
  const kinds = () => finder.$$eval("#search-results .tag:first-child", (tags) => [...new Set(tags.map((tag) => tag.textContent))]);
  await finder.focus("select[name=kind]");
  await finder.keyboard.press("ArrowDown");
  await finder.waitForURL(/kind=0/);
  await finder.waitForFunction(() => !document.querySelector("#search-results[aria-busy]"));
  expect(await count() > 0 && (await kinds()).join() === "会议通知", `filtered by kind: ${await kinds()}`);
  await finder.selectOption("select[name=kind]", "");
  await finder.selectOption("select[name=year]", "2025");
  await finder.waitForURL(/year=2025/);
  await finder.waitForFunction(() => !document.querySelector("#search-results[aria-busy]"));
  const dates = await finder.$$eval("#search-results time", (times) => times.map((time) => time.dateTime.slice(0, 4)));
  expect(dates.length > 0 && dates.every((year) => year === "2025"), `filtered by year: ${dates}`);
  await finder.goto(`${root}search/?state=lapsed`);
  await finder.waitForSelector("#search-results li");
  const states = await finder.locator("#search-results .validity-abolished").count();
  expect(states === await count(), `filtered by validity: ${states} of ${await count()}`);
  await finder.fill("input[name=q]", "水");
  await finder.waitForFunction(() => /两个字/.test(document.querySelector("#search-status").textContent));
  await inspect(finder, "search with a hint");
  await finder.context().close();

  // Without scripts every page is there to be read, and the search says where else to look.
  const plain = await visitor({ viewport: { width: 1280, height: 900 }, javaScriptEnabled: false });
  for (const path of story.pages) {
    await plain.goto(root + path);
    expect((await plain.locator("main").innerText()).trim().length > 20, `${path}: nothing to read without scripts`);
  }
  await plain.goto(`${root}search/`);
  expect(/JavaScript/.test(await plain.locator("main").innerText()), "the search says that it needs a script");
  await plain.context().close();

  }

  // Paper.
  if (story.pictures) {
    const paper = await visitor({ viewport: { width: 1280, height: 900 } });
    for (const path of story.pages) {
      await paper.goto(root + path);
      await paper.pdf({ path: join(story.pictures, `${nameOf(path)}.pdf`), preferCSSPageSize: true });
    }
    await paper.context().close();
  }
} finally {
  await browser.close();
  server.close();
}
if (problems.length) {
  console.error([...new Set(problems)].slice(0, 60).join("\n"));
  process.exit(1);
}
