// @ts-check
// The frame: what stands on every page, which page is shown, language, presenting, sharing, keeping.
import { Compare } from "./compare.js";
import { button, glyph, h, icon, isIn, switcher } from "./dom.js";
import { Evidence } from "./evidence.js";
import { Lab } from "./lab.js";
import { PAGES, ROOT, readLink, writeLink } from "./link.js";
import { communityMenu, downloadMenu, helpMenu, shareMenu } from "./menus.js";
import { pricesOf } from "./period.js";
import { save } from "./saving.js";
import { Teach } from "./teach.js";

const SLOW = 4000; // ms, after which a word is said while loading
const PATIENCE = 5000; // ms without an answer, after which the connection counts as lost
const RETRY = 15000; // ms, between tries for a seat

export class Page {
  /** @type {Begin | null} */
  begun = null;
  /** @type {Delta | null} */
  now = null;
  restoring = false;
  restored = false;
  /** @type {number | null} */
  waiting = null;
  /** @type {number | null} */
  linkTimer = null;
  refusalTimer = 0;
  /** @type {Window | null} */
  reportWindow = null;
  body = h("div");
  lost = h("p");
  refusal = h("p");
  /** @type {HTMLElement} */
  place = h("span");
  /** @type {HTMLElement[]} */
  tabs = [];

  /**
   * @param {HTMLElement} root
   * @param {Content} content
   * @param {(message: Asked) => void} send
   * @param {{ lang?: Lang | null, recorded?: boolean }} [how]
   */
  constructor(root, content, send, { lang = null, recorded = false } = {}) {
    this.root = root;
    this.content = content;
    this.send = send;
    this.recorded = recorded;
    this.link = readLink(recorded ? { pathname: "/", search: "" } : location);
    this.lang = lang ?? this.link.lang ?? (navigator.language.startsWith("zh") ? "zh" : "en");
    this.present = this.link.present;
    this.at = this.link.page;
    this.dress();
    this.views = {
      lab: new Lab(this),
      compare: new Compare(this),
      teach: new Teach(this),
      evidence: new Evidence(this),
    };
    this.build();
    this.keys = (/** @type {KeyboardEvent} */ event) => this.key(event);
    document.addEventListener("keydown", this.keys);
    this.revisited = () => this.revisit();
    window.addEventListener("popstate", this.revisited);
    this.ask({ kind: "hello" });
    this.slow = setTimeout(() => {
      if (!this.begun) this.say(this.t("loading"));
    }, SLOW);
  }

  stop() {
    clearTimeout(this.slow);
    clearTimeout(this.waiting ?? 0);
    document.removeEventListener("keydown", this.keys);
    window.removeEventListener("popstate", this.revisited);
    for (const item of this.all) item.stop();
  }

  /** @returns {View[]} */
  get all() {
    return Object.values(this.views);
  }

  get words() {
    return this.content[this.lang];
  }

  /** @type {Say} */
  t = (key, values = {}) => {
    const text = this.words.words[key];
    if (text === undefined) throw new Error(`there is no text '${key}'`);
    const given = /** @type {Record<string, unknown>} */ (values);
    return text.replace(/\{(\w+)\}/g, (_, name) => String(given[name]));
  };

  /**
   * Ask the server; where nothing is heard for a while, say so until something is.
   * @param {Asked} message
   */
  ask(message) {
    this.send(message);
    if (message.kind === "ack" || this.recorded) return;
    this.waiting ??= setTimeout(() => {
      if (this.begun) this.say(this.t("reconnecting"));
    }, PATIENCE);
  }

  /**
   * The line to the server is there or gone.
   * @param {boolean} there
   */
  connected(there) {
    this.say(there ? "" : this.t("reconnecting"));
  }

  heard() {
    clearTimeout(this.waiting ?? 0);
    this.waiting = null;
    if (this.begun) this.say("");
  }

  // the frame

  /** Set what the whole document says of language and colours. */
  dress() {
    document.documentElement.lang = this.lang === "zh" ? "zh-CN" : "en";
    document.title = this.t("title");
    const viewport = document.querySelector('meta[name="viewport"]');
    viewport?.setAttribute("content", "width=device-width, initial-scale=1, viewport-fit=cover");
    this.root.className = `page${this.recorded ? " recorded" : ""}`;
    this.root.lang = document.documentElement.lang;
    this.root.dataset.theme = this.present ? "dark" : "light";
    this.root.classList.toggle("present", this.present);
  }

  build() {
    this.body = h("div", { class: "body", id: "content" });
    this.lost = h("p", { class: "lost", role: "status", hidden: true }, this.t("reconnecting"));
    this.refusal = h("p", { class: "refusal", role: "alert", hidden: true });
    const skip = h("a", { class: "skip", href: "#content" }, this.t("skip"));
    this.root.replaceChildren(skip, this.header(), this.lost, this.body, this.refusal);
    this.show();
  }

  header() {
    const { t, present, recorded } = this;
    const shown = recorded ? PAGES.slice(0, 1) : PAGES;
    this.tabs = shown.map((page) => this.tab(page));
    /** @type {Option<Lang>[]} */
    const languages = [
      ["zh", "中文", "zh-CN"],
      ["en", "EN", "en"],
    ];
    const language = switcher(t("language"), languages, this.lang, (lang) => this.setLanguage(lang));
    this.place = recorded
      ? h("span", { class: "place" }, this.placeText())
      : button("text place", this.placeText(), () => communityMenu(this));
    const sign = (/** @type {string} */ kind, /** @type {string} */ title, /** @type {() => void} */ act) =>
      button("outlined", [icon(kind, 18), h("span", {}, t(kind))], act, { title, "aria-label": title });
    const presents = sign("present", t(present ? "present_off" : "present"), () => this.setPresent(!present));
    presents.setAttribute("aria-pressed", String(present));
    const help = glyph("help", t("help"), () => helpMenu(this));
    help.classList.add("help");
    return h(
      "header",
      { class: "top" },
      h("span", { class: "brand" }, icon("brand", 26), h("strong", {}, t("title"))),
      h("nav", { "aria-label": t("pages") }, this.tabs),
      h("span", { class: "spacer" }),
      recorded ? h("span", { class: "note" }, t("replay_note")) : null,
      this.place,
      language,
      presents,
      recorded ? null : sign("share", t("share"), () => shareMenu(this)),
      recorded ? null : sign("download", t("download"), () => downloadMenu(this)),
      help,
    );
  }

  /** @param {PageName} page */
  tab(page) {
    const follow = (/** @type {MouseEvent} */ event) => {
      event.preventDefault();
      this.go(page);
    };
    const href = `${ROOT}/${page === "lab" ? "" : page}`;
    return h("a", { href, "aria-current": page === this.at ? "page" : false, onclick: follow }, this.t(page));
  }

  placeText() {
    if (!this.begun) return "";
    const { profile, n } = this.begun;
    const said = { profile: this.words.profiles[profile], n: n.toLocaleString("en"), prices: pricesOf(this) };
    return this.t("community", said);
  }

  /** @param {PageName} page */
  go(page) {
    if (this.recorded) return;
    this.turn(page);
    this.pushLink();
  }

  /** Go where the browser's buttons lead; what is done in the two worlds stays as it is. */
  revisit() {
    const { page, lesson } = readLink(location);
    if (page !== this.at) this.turn(page);
    if (page === "teach" && lesson) this.views.teach.revisit(lesson);
    this.writeLink();
  }

  /** @param {PageName} page */
  turn(page) {
    this.at = page;
    this.tabs.forEach((tab, k) => {
      if (PAGES[k] === page) tab.setAttribute("aria-current", "page");
      else tab.removeAttribute("aria-current");
    });
    if (page !== "lab" && this.now) this.ask({ kind: "pause" }); // also where a start is still on its way
    this.show();
  }

  show() {
    const view = this.views[this.at];
    this.body.dataset.page = this.at;
    this.body.replaceChildren(view.root);
    view.shown();
  }

  /** @param {Lang} lang */
  setLanguage(lang) {
    this.lang = lang;
    this.rebuild();
  }

  /** @param {boolean} present */
  setPresent(present) {
    this.present = present;
    this.rebuild();
    if (present) this.root.requestFullscreen?.().catch(() => {});
    else if (document.fullscreenElement) document.exitFullscreen();
  }

  rebuild() {
    this.dress();
    for (const item of this.all) item.rebuild();
    this.build();
    this.writeLink();
  }

  /** @param {string} text */
  say(text) {
    this.lost.textContent = text;
    this.lost.hidden = !text;
  }

  /**
   * Say that something cannot be done; returns nothing, as whoever was asked for it does.
   * @param {string} text
   */
  refuse(text) {
    this.tell(`✕ ${text}`, false);
    return null;
  }

  /**
   * Say something at the foot of the page for a while.
   * @param {string} text
   */
  tell(text, good = true) {
    this.refusal.textContent = text;
    this.refusal.classList.toggle("good", good);
    this.refusal.hidden = false;
    clearTimeout(this.refusalTimer);
    this.refusalTimer = setTimeout(() => {
      this.refusal.hidden = true;
    }, 8000);
  }

  // what comes from the server

  /**
   * @param {Heard} content
   * @param {Bytes[]} buffers
   */
  receive(content, buffers) {
    this.heard();
    if (content.kind === "full") this.full();
    else if (content.kind === "reporting") this.tell(this.t("reporting", content));
    else if (content.kind === "told") this.tell(`✓ ${content[this.lang]}`);
    else if (content.kind === "shown") this.showReport(content, buffers[0]);
    else if (content.kind === "file") save(content.name, content.type, /** @type {BlobPart} */ (buffers[0]));
    else {
      if (content.kind === "refused") this.refuse(content[this.lang]);
      if (content.kind === "refused" && content.about === "restore") this.restoring = false;
      if (content.kind === "begin") this.begin(content);
      if (content.kind === "delta" && content.epoch === this.begun?.epoch) this.now = content;
      for (const item of this.all) item.receive(content, buffers);
      if (content.kind === "delta" && !content.playing) this.writeLink();
    }
  }

  /**
   * Reports are opened in a window that was made by the click itself, so that no browser holds it back.
   * @param {Window | null} opened
   */
  waitForReport(opened) {
    this.reportWindow = opened;
    if (opened) opened.document.body.textContent = this.t("working");
  }

  /**
   * @param {{ name: string, type: string }} content
   * @param {Bytes} bytes
   */
  showReport({ name, type }, bytes) {
    const part = /** @type {BlobPart} */ (bytes);
    if (this.reportWindow && !this.reportWindow.closed)
      this.reportWindow.location.href = URL.createObjectURL(new Blob([part], { type }));
    else save(name, type, part);
  }

  /** @param {Begin} content */
  begin(content) {
    this.begun = content;
    this.now = null;
    this.place.textContent = this.placeText();
    this.say("");
    this.restoring = !this.restored && Boolean(this.link.state);
    if (!this.restored) this.follow(this.link);
    this.restored = true;
  }

  /**
   * Ask for what a link says of the two worlds, and say what in it is not understood.
   * @param {Link} link
   */
  follow({ state, broken, charts, lesson }) {
    const { t, content } = this;
    if (state) this.ask({ kind: "restore", ...state });
    if (broken) this.refuse(t("link_broken", { why: broken }));
    const unknown = charts?.filter((name) => !content.shown.includes(name)) ?? [];
    if (unknown.length) this.refuse(t("link_charts", { names: unknown.join(t("comma")).slice(0, 60) }));
    const number = Number.parseInt(lesson ?? "1", 10);
    const n = content.lessons.length;
    if (lesson !== null && !(number >= 1 && number <= n)) this.refuse(t("no_lesson", { name: lesson.slice(0, 20), n }));
  }

  full() {
    const words = [h("h1", {}, this.t("full")), h("p", {}, this.t("full_note"))];
    this.root.replaceChildren(h("main", { class: "full" }, icon("night", 220), words));
    setTimeout(() => location.reload(), RETRY);
  }

  writeLink() {
    if (this.recorded || this.restoring) return;
    clearTimeout(this.linkTimer ?? 0);
    this.linkTimer = setTimeout(() => {
      this.linkTimer = null;
      const link = writeLink(this);
      if (link !== location.pathname + location.search) history.replaceState(null, "", link);
    }, 150);
  }

  /** Write the link as a place of its own, to which the browser's buttons lead back. */
  pushLink() {
    if (this.recorded) return;
    if (!this.restoring) history.pushState(null, "", writeLink(this));
    this.writeLink();
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (isIn(event, "input:not([type=range]), select, textarea, dialog")) return;
    /** @type {View} */
    const view = this.views[this.at];
    if (event.key === "l") this.setLanguage(this.lang === "zh" ? "en" : "zh");
    else if (event.key === "?") helpMenu(this);
    else view.key?.(event);
  }
}

/**
 * Show the page in an element and keep it to a widget of the server; returns what takes it down.
 * @param {Carrier} model
 * @param {HTMLElement} element
 */
export async function mount(model, element) {
  const [content] = await Promise.all([fetch(`${ROOT}/stage/content.json`).then((item) => item.json()), style()]);
  const root = h("div");
  element.append(root);
  const page = new Page(root, content, (message) => model.send(message));
  /** @type {(message: Heard, buffers: Bytes[]) => void} */
  const receive = (message, buffers) => {
    try {
      page.receive(message, buffers);
    } catch (error) {
      reportError(error); // what carries the messages would say nothing of it
    }
  };
  model.on("msg:custom", receive);
  window.community = page;
  window.app.$watch("connectionStatus", (status) => page.connected(status === "connected"));
  // another server has come: the address restores what was done
  window.app.$watch("needsRefresh", () => location.reload());
  return () => {
    page.stop();
    model.off("msg:custom", receive);
  };
}

function style() {
  return new Promise((done) => {
    const link = h("link", { rel: "stylesheet", href: `${ROOT}/stage/page.css`, onload: done });
    document.head.append(link);
  });
}
