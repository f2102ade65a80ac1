// 站内搜索: the browser's half. src/search/ says how the files are made; characters are folded here as pairs.rs does.
(() => {
  const form = document.querySelector("[data-search]");
  if (!form) return;
  const folder = form.dataset.search;
  const words = form.dataset;
  const status = document.querySelector("#search-status");
  const list = document.querySelector("#search-results");
  const more = document.querySelector("#search-more");
  const PAGE = 10;
  const MOST_PAIRS = 8;
  // A text is a few kilobytes: with these and its pairs a query stays below 300.
  const MOST_TEXTS = 40;
  const FACETS = { kind: 0xE000, column: 0xE001, unit: 0xE002 };
  const LAPSED = 0xE003;

  // One character as the search sees it; 0 for what nobody sees.
  const fold = (unit) => {
    if (unit >= 0xFF01 && unit <= 0xFF5E) unit -= 0xFEE0;
    if (unit <= 0x20 || (unit >= 0x7F && unit <= 0xA0) || unit === 0xAD) return 0;
    if (unit >= 0x41 && unit <= 0x5A) return unit + 0x20;
    if (unit === 0x7E) return 0x2D;
    if (unit === 0x5B) return 0x28;
    if (unit === 0x5D) return 0x29;
    if (unit < 0x2000) return unit;
    if (unit <= 0x200F || (unit >= 0x2028 && unit <= 0x202F) || (unit >= 0x205F && unit <= 0x206F)) return 0;
    if (unit === 0x3000 || (unit >= 0xE000 && unit <= 0xF8FF) || (unit >= 0xFE00 && unit <= 0xFE0F) || unit === 0xFEFF) return 0;
    if ([0x3014, 0x3010, 0x3016].includes(unit)) return 0x28;
    if ([0x3015, 0x3011, 0x3017].includes(unit)) return 0x29;
    if ((unit >= 0x201C && unit <= 0x201E) || (unit >= 0x300C && unit <= 0x300F)) return 0x22;
    if (unit === 0x2018 || unit === 0x2019) return 0x27;
    if (unit >= 0x2010 && unit <= 0x2015) return 0x2D;
    if (unit === 0x2022 || unit === 0x30FB || unit === 0x2027) return 0xB7;
    return unit;
  };
  const DIVIDES = new Set([0x21, 0x22, 0x27, 0x2C, 0x2E, 0x3A, 0x3B, 0x3F, 0x2026, 0x3001, 0x3002]);
  const key = (first, second) => {
    const pair = ((first << 16) | second) >>> 0;
    return Math.imul(pair ^ (pair >>> 16), 0x9E3779B1) >>> 0;
  };

  // The folded text, and where each of its characters stood.
  const folded = (text) => {
    let plain = "";
    const at = [];
    for (let i = 0; i < text.length; i += 1) {
      const unit = fold(text.charCodeAt(i));
      if (unit) {
        plain += String.fromCharCode(unit);
        at.push(i);
      }
    }
    return { plain, at };
  };
  const keysOf = (plain) => {
    const keys = [];
    for (let i = 1; i < plain.length; i += 1) {
      const [a, b] = [plain.charCodeAt(i - 1), plain.charCodeAt(i)];
      if (!DIVIDES.has(a) && !DIVIDES.has(b)) keys.push(key(a, b));
    }
    return keys;
  };
  // Every pair of a short query; of a long one enough of them: its text is read in the end.
  const chosen = (keys) => {
    const unique = [...new Set(keys)];
    const step = unique.length / MOST_PAIRS;
    return step <= 1 ? unique : Array.from({ length: MOST_PAIRS }, (_, i) => unique[Math.floor(i * step)]);
  };

  const files = new Map();
  const load = (path, form) => {
    if (!files.has(path)) {
      const request = fetch(folder + path).then((answer) => {
        if (!answer.ok) throw new Error(`${answer.status} ${path}`);
        return answer[form]();
      });
      request.catch(() => files.delete(path));
      files.set(path, request);
    }
    return files.get(path);
  };

  // number * 2 + whether the title holds it, of every document of a segment that holds a key.
  const postings = async (segment, wanted) => {
    const shard = Math.floor(wanted * segment.shards / 2 ** 32);
    const bytes = new Uint8Array(await load(`${segment.name}/p${shard}.bin`, "arrayBuffer"));
    let at = 0;
    const varint = () => {
      let value = 0;
      for (let shift = 1; ; shift *= 128) {
        const byte = bytes[at];
        at += 1;
        value += (byte & 127) * shift;
        if (byte < 128) return value;
      }
    };
    let current = shard * (2 ** 32 / segment.shards);
    while (at < bytes.length) {
      current += varint();
      const size = varint();
      if (current === wanted) {
        const found = [];
        const end = at + size;
        let number = 0;
        while (at < end) {
          const posting = varint();
          number += posting >>> 1;
          found.push(number * 2 + (posting & 1));
        }
        return found;
      }
      if (current > wanted) return [];
      at += size;
    }
    return [];
  };

  // Documents of one segment that hold all pairs and pass the filters, with how well they fit.
  const candidates = async (segment, terms, filters) => {
    const texts = await Promise.all(terms.map((term) => Promise.all(term.keys.map((wanted) => postings(segment, wanted)))));
    const narrow = await Promise.all(filters.keys.map((wanted) => postings(segment, wanted)));
    const lapsed = filters.state ? await postings(segment, key(LAPSED, 0)) : [];
    const [from, to] = range(segment, filters.year);
    const lists = texts.reduce((all, lists) => all.concat(lists), []);
    const needed = lists.length + narrow.length + (filters.state === "lapsed" ? 1 : 0);
    const held = new Uint16Array(segment.documents);
    const titled = new Uint16Array(segment.documents);
    for (const list of lists.concat(narrow, filters.state === "lapsed" ? [lapsed] : [])) {
      for (const posting of list) {
        held[posting >>> 1] += 1;
        titled[posting >>> 1] += posting & 1;
      }
    }
    if (filters.state === "valid") for (const posting of lapsed) held[posting >>> 1] = 0xFFFF;
    const found = [];
    for (let number = to - 1; number >= from; number -= 1) {
      if (held[number] === needed) found.push({ segment, number, titled: lists.length > 0 && titled[number] === lists.length });
    }
    return found;
  };
  const range = (segment, year) => {
    if (!year) return [0, segment.documents];
    const at = segment.years.findIndex(([of]) => String(of) === year);
    if (at < 0) return [0, 0];
    const next = segment.years[at + 1];
    return [segment.years[at][1], next ? next[1] : segment.documents];
  };

  const asked = () => {
    const data = new FormData(form);
    const text = String(data.get("q") || "").trim();
    const query = { text, sort: data.get("sort"), year: data.get("year"), state: data.get("state"), kind: data.get("kind"), column: data.get("column"), unit: data.get("unit") };
    query.terms = text.split(/\s+/).filter(Boolean).map((term) => folded(term).plain).filter(Boolean);
    query.keys = Object.keys(FACETS).filter((facet) => query[facet]).map((facet) => key(FACETS[facet], Number(query[facet])));
    query.narrowed = query.keys.length > 0 || Boolean(query.year || query.state);
    return query;
  };
  const address = (query) => {
    const params = new URLSearchParams();
    for (const name of ["q", "kind", "column", "unit", "year", "state", "sort"]) {
      const value = name === "q" ? query.text : query[name];
      if (value) params.set(name, value);
    }
    return `${location.pathname}${String(params) ? `?${params}` : ""}`;
  };

  const element = (name, text, className) => {
    const made = document.createElement(name);
    if (text) made.textContent = text;
    if (className) made.className = className;
    return made;
  };
  // Where the terms stand in a text, in its own positions, none within another.
  const hits = (text, terms) => {
    const { plain, at } = folded(text);
    const found = [];
    for (const term of terms) {
      for (let i = plain.indexOf(term); i >= 0; i = plain.indexOf(term, i + term.length)) found.push([at[i], at[i + term.length - 1] + 1]);
    }
    found.sort((a, b) => a[0] - b[0]);
    return found.filter(([start], i) => i === 0 || start >= Math.max(...found.slice(Math.max(0, i - 8), i).map(([, end]) => end)));
  };
  const marked = (parent, text, marks, from, to) => {
    let at = from;
    for (const [start, end] of marks) {
      if (start < at || end > to) continue;
      parent.append(text.slice(at, start).replace(/\s+/g, " "), element("mark", text.slice(start, end)));
      at = end;
    }
    parent.append(text.slice(at, to).replace(/\s+/g, " "));
  };
  const excerpt = (text, terms) => {
    const marks = hits(text, terms);
    const made = element("p", "", "row-summary");
    if (!marks.length) return null;
    const from = Math.max(0, marks[0][0] - 36);
    const to = Math.min(text.length, from + 120);
    if (from > 0) made.append("…");
    marked(made, text, marks, from, to);
    if (to < text.length) made.append("…");
    return made;
  };
  const row = (found, terms) => {
    const item = element("li");
    const body = element("div");
    const heading = element("h2");
    const link = element("a");
    const date = element("time", found.date);
    date.dateTime = found.date;
    link.href = found.url;
    marked(link, found.title, hits(found.title, terms), 0, found.title.length);
    heading.append(link);
    const tags = element("p", "", "row-tags");
    tags.append(element("span", found.kind, "tag"));
    if (found.state) tags.append(element("span", found.state, "tag validity-abolished"));
    if (found.number) tags.append(element("span", found.number));
    body.append(heading, tags, excerpt(found.text, terms) || element("p", found.summary, "row-summary"));
    item.append(date, body);
    return item;
  };

  // A search under way; another one ends it.
  let current = null;
  const say = (text) => { status.textContent = text; };
  const fill = (template, values) => template.replace(/\{(\w+)\}/g, (_, name) => values[name]);

  const search = async (query) => {
    const run = { query, at: 0, shown: 0, dropped: 0, found: [] };
    current = run;
    list.setAttribute("aria-busy", "true");
    const clear = (text) => {
      list.replaceChildren();
      list.removeAttribute("aria-busy");
      more.hidden = true;
      say(text);
    };
    const terms = query.terms.map((plain) => ({ keys: chosen(keysOf(plain)) }));
    if (!query.terms.length && !query.narrowed) return clear(words.hint);
    if (terms.some((term) => !term.keys.length)) return clear(words.short);
    say(words.loading);
    try {
      const guide = await load("guide.json", "json");
      const parts = await Promise.all(guide.segments.map((segment) => candidates(segment, terms, query)));
      if (current !== run) return undefined;
      run.found = parts.reduce((all, part) => all.concat(part), []);
      if (query.sort !== "date") run.found = run.found.filter((one) => one.titled).concat(run.found.filter((one) => !one.titled));
      await show(run, true);
    } catch (problem) {
      if (current === run) clear(words.failed);
      throw problem;
    }
    return undefined;
  };

  // The next results: texts are read until a page is full; a text without the words themselves is passed over.
  const show = async (run, first) => {
    const rows = [];
    let left = MOST_TEXTS;
    while (rows.length < PAGE && left > 0 && run.at < run.found.length) {
      const next = run.found.slice(run.at, run.at + Math.min(left, PAGE - rows.length));
      left -= next.length;
      run.at += next.length;
      const texts = await Promise.all(next.map(({ segment, number }) => load(`${segment.name}/t${Math.floor(number / segment.group)}.json`, "json")));
      if (current !== run) return;
      next.forEach(({ segment, number }, i) => {
        const found = texts[i][number % segment.group];
        const plain = found && folded(`${found.title}\n${found.text}`).plain;
        if (found && run.query.terms.every((term) => plain.includes(term))) rows.push(row(found, run.query.terms));
        else run.dropped += 1;
      });
    }
    if (first) list.replaceChildren(...rows); else list.append(...rows);
    list.removeAttribute("aria-busy");
    run.shown += rows.length;
    more.hidden = run.at >= run.found.length;
    const exact = more.hidden || run.query.terms.every((term) => term.length <= 2);
    const total = run.found.length - run.dropped;
    say(total === 0 ? words.none : fill(exact ? words.found : words.about, { n: total, shown: run.shown }));
  };

  const options = (name, values) => {
    const select = form.elements.namedItem(name);
    for (const [value, text] of values) {
      const option = element("option", String(text));
      option.value = String(value);
      select.append(option);
    }
    select.disabled = values.length < 2;
  };
  const years = (guide) => {
    const all = guide.segments.reduce((all, segment) => all.concat(segment.years.map(([year]) => year)), []);
    return [...new Set(all)].sort((a, b) => b - a).map((year) => [year, year]);
  };
  const restore = () => {
    const params = new URLSearchParams(location.search);
    for (const [name, value] of params) {
      const field = form.elements.namedItem(name);
      if (field) field.value = value;
    }
  };

  let timer = 0;
  const soon = (delay) => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      const query = asked();
      history.replaceState(null, "", address(query));
      search(query);
    }, delay);
  };
  let composing = false;
  form.addEventListener("compositionstart", () => { composing = true; });
  form.addEventListener("compositionend", () => { composing = false; soon(0); });
  form.addEventListener("input", () => { if (!composing) soon(120); });
  form.addEventListener("submit", (event) => { event.preventDefault(); soon(0); });
  more.addEventListener("click", async () => {
    const last = list.lastElementChild;
    list.setAttribute("aria-busy", "true");
    await show(current, false);
    const next = last && last.nextElementSibling;
    if (next) next.querySelector("a").focus();
  });

  form.classList.add("ready");
  load("guide.json", "json").then((guide) => {
    options("kind", guide.kinds);
    options("column", guide.columns);
    options("unit", guide.units);
    options("year", years(guide));
    restore();
    soon(0);
  }, () => say(words.failed));
})();
