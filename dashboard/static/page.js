// The frame: what stands on every page, which page is shown, language, presenting, sharing, keeping.

import { Compare } from "./compare.js";
import { h, icon } from "./dom.js";
import { Evidence } from "./evidence.js";
import { Lab } from "./lab.js";
import { ROOT, readLink, writeLink } from "./link.js";
import { communityMenu, downloadMenu, helpMenu, shareMenu } from "./menus.js";
import { save } from "./saving.js";
import { Teach } from "./teach.js";

const PAGES = ["lab", "compare", "teach", "evidence"];
const SLOW = 4000; // ms, after which a word is said while loading
const PATIENCE = 5000; // ms without an answer, after which the connection counts as lost
const RETRY = 15000; // ms, between tries for a seat

export class Page {
  constructor(root, content, send, { lang = null, recorded = false } = {}) {
    Object.assign(this, { root, content, send, recorded, begun: null, now: null, restoring: false });
    this.link = readLink(recorded ? { pathname: "/", search: "" } : location);
    this.lang = lang ?? this.link.lang ?? (navigator.language.startsWith("zh") ? "zh" : "en");
    this.present = this.link.present;
    this.at = this.link.page;
    this.views = {};
    this.dress();
    for (const [name, Kind] of Object.entries({ lab: Lab, compare: Compare, teach: Teach, evidence: Evidence }))
      this.views[name] = new Kind(this);
    this.build();
    this.keys = (event) => this.key(event);
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
    clearTimeout(this.waiting);
    document.removeEventListener("keydown", this.keys);
    window.removeEventListener("popstate", this.revisited);
    Object.values(this.views).forEach((own) => own.stop());
  }

  get words() {
    return this.content[this.lang];
  }

  t = (key, values = {}) => {
    const text = this.words.words[key];
    if (text === undefined) throw new Error(`there is no text '${key}'`);
    return text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
  };

  /** Ask the server; where nothing is heard for a while, say so until something is. */
  ask(message) {
    this.send(message);
    if (message.kind === "ack" || this.recorded) return;
    this.waiting ??= setTimeout(() => {
      if (this.begun) this.say(this.t("reconnecting"));
    }, PATIENCE);
  }

  /** The line to the server is there or gone. */
  connected(there) {
    this.say(there ? "" : this.t("reconnecting"));
  }

  heard() {
    clearTimeout(this.waiting);
    this.waiting = null;
    if (this.begun) this.say("");
  }

  // the frame

  /** Set what the whole document says of language and colours. */
  dress() {
    document.documentElement.lang = this.lang === "zh" ? "zh-CN" : "en";
    document.title = this.t("title");
    document
      .querySelector('meta[name="viewport"]')
      ?.setAttribute("content", "width=device-width, initial-scale=1, viewport-fit=cover");
    this.root.className = `page${this.recorded ? " recorded" : ""}`;
    this.root.lang = document.documentElement.lang;
    this.root.dataset.theme = this.present ? "dark" : "light";
    this.root.classList.toggle("present", this.present);
  }

  build() {
    this.body = h("div", { class: "body", id: "content" });
    this.lost = h("p", { class: "lost", role: "status", hidden: true }, this.t("reconnecting"));
    this.refusal = h("p", { class: "refusal", role: "alert", hidden: true });
    this.root.replaceChildren(
      h("a", { class: "skip", href: "#content" }, this.t("skip")),
      this.header(),
      this.lost,
      this.body,
      this.refusal,
    );
    this.show();
  }

  header() {
    const { t } = this;
    this.tabs = (this.recorded ? ["lab"] : PAGES).map((page) =>
      h(
        "a",
        {
          href: `${ROOT}/${page === "lab" ? "" : page}`,
          "aria-current": page === this.at ? "page" : false,
          onclick: (event) => {
            event.preventDefault();
            this.go(page);
          },
        },
        t(page),
      ),
    );
    const language = h(
      "div",
      { class: "switch", role: "group", "aria-label": t("language") },
      [
        ["zh", "中文"],
        ["en", "EN"],
      ].map(([lang, name]) =>
        h(
          "button",
          {
            "aria-pressed": String(this.lang === lang),
            lang: lang === "zh" ? "zh-CN" : "en",
            onclick: () => this.setLanguage(lang),
          },
          name,
        ),
      ),
    );
    this.place = this.recorded
      ? h("span", { class: "place" }, this.placeText())
      : h("button", { class: "text place", onclick: () => communityMenu(this) }, this.placeText());
    const button = (key, sign, act) =>
      h(
        "button",
        { class: "outlined", onclick: act, title: t(key), "aria-label": t(key) },
        icon(sign, 18),
        h("span", {}, t(key)),
      );
    return h(
      "header",
      { class: "top" },
      h("span", { class: "brand" }, icon("brand", 26), h("strong", {}, t("title"))),
      h("nav", { "aria-label": t("pages") }, this.tabs),
      h("span", { class: "spacer" }),
      this.recorded ? h("span", { class: "note" }, t("replay_note")) : null,
      this.place,
      language,
      h(
        "button",
        {
          class: "outlined",
          "aria-pressed": String(this.present),
          title: t(this.present ? "present_off" : "present"),
          "aria-label": t(this.present ? "present_off" : "present"),
          onclick: () => this.setPresent(!this.present),
        },
        icon("present", 18),
        h("span", {}, t("present")),
      ),
      this.recorded ? null : button("share", "share", () => shareMenu(this)),
      this.recorded ? null : button("download", "download", () => downloadMenu(this)),
      h(
        "button",
        { class: "glyph help", title: t("help"), "aria-label": t("help"), onclick: () => helpMenu(this) },
        icon("help", 20),
      ),
    );
  }

  placeText() {
    if (!this.begun) return "";
    return this.t("community", {
      profile: this.words.profiles[this.begun.profile],
      n: this.begun.n.toLocaleString("en"),
    });
  }

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

  turn(page) {
    this.at = page;
    this.tabs.forEach((tab, k) =>
      PAGES[k] === page ? tab.setAttribute("aria-current", "page") : tab.removeAttribute("aria-current"),
    );
    if (page !== "lab" && this.now) this.ask({ kind: "pause" }); // also where a start is still on its way
    this.show();
  }

  show() {
    const view = this.views[this.at];
    this.body.dataset.page = this.at;
    this.body.replaceChildren(view.root);
    view.shown();
  }

  setLanguage(lang) {
    this.lang = lang;
    this.rebuild();
  }

  setPresent(present) {
    this.present = present;
    this.rebuild();
    if (present) this.root.requestFullscreen?.().catch(() => {});
    else if (document.fullscreenElement) document.exitFullscreen();
  }

  rebuild() {
    this.dress();
    Object.values(this.views).forEach((own) => own.rebuild());
    this.build();
    this.writeLink();
  }

  say(text) {
    this.lost.textContent = text;
    this.lost.hidden = !text;
  }

  refuse(text, good = false) {
    this.note(`${good ? "✓" : "✕"} ${text}`, good);
  }

  /** Say something at the foot of the page for a while. */
  note(text, good = true) {
    this.refusal.textContent = text;
    this.refusal.classList.toggle("good", good);
    this.refusal.hidden = false;
    clearTimeout(this.refusalTimer);
    this.refusalTimer = setTimeout(() => {
      this.refusal.hidden = true;
    }, 8000);
  }

  // what comes from the server

  receive(content, buffers) {
    this.heard();
    if (content.kind === "full") this.full();
    else if (content.kind === "refused") {
      this.refuse(content[this.lang]);
      if (content.about === "restore") this.restoring = false;
      Object.values(this.views).forEach((own) => own.receive(content, buffers));
    } else if (content.kind === "reporting") this.note(this.t("reporting", content));
    else if (content.kind === "told") this.refuse(content[this.lang], true);
    else if (content.kind === "shown") this.showReport(content, buffers[0]);
    else if (content.kind === "file") save(content.name, content.type, buffers[0]);
    else {
      if (content.kind === "begin") this.begin(content, buffers);
      if (content.kind === "delta" && content.epoch === this.begun?.epoch) this.now = content;
      Object.values(this.views).forEach((own) => own.receive(content, buffers));
      if (content.kind === "delta" && !content.playing) this.writeLink();
    }
  }

  /** Reports are opened in a window that was made by the click itself, so that no browser holds it back. */
  waitForReport(opened) {
    this.reportWindow = opened;
    if (opened) opened.document.body.textContent = this.t("working");
  }

  showReport({ name, type }, bytes) {
    const address = URL.createObjectURL(new Blob([bytes], { type }));
    if (this.reportWindow && !this.reportWindow.closed) this.reportWindow.location = address;
    else save(name, type, bytes);
  }

  begin(content, buffers) {
    this.begun = content;
    this.now = null;
    this.beginning = [content, buffers];
    this.place.textContent = this.placeText();
    this.say("");
    this.restoring = !this.restored && Boolean(this.link.state);
    if (this.restoring) this.ask({ kind: "restore", ...this.link.state });
    if (!this.restored && this.link.broken) this.refuse(this.t("link_broken", { why: this.link.broken }));
    const unknown = this.link.charts?.filter((name) => !this.content.shown.includes(name));
    if (!this.restored && unknown?.length)
      this.refuse(this.t("link_charts", { names: unknown.join(this.t("comma")).slice(0, 60) }));
    const lesson = Number.parseInt(this.link.lesson ?? "1", 10);
    const { length } = this.content.lessons;
    if (!this.restored && !(lesson >= 1 && lesson <= length))
      this.refuse(this.t("no_lesson", { name: this.link.lesson.slice(0, 20), n: length }));
    this.restored = true;
  }

  full() {
    this.root.replaceChildren(
      h("main", { class: "full" }, icon("night", 220), h("h1", {}, this.t("full")), h("p", {}, this.t("full_note"))),
    );
    setTimeout(() => location.reload(), RETRY);
  }

  writeLink() {
    if (this.recorded || this.restoring) return;
    clearTimeout(this.linkTimer);
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

  key(event) {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest?.("input:not([type=range]), select, textarea, dialog")) return;
    if (event.key === "l") this.setLanguage(this.lang === "zh" ? "en" : "zh");
    else if (event.key === "?") helpMenu(this);
    else this.views[this.at]?.key?.(event);
  }
}

/** Show the page in an element and keep it to a widget of the server; returns what takes it down. */
export async function mount(model, element) {
  const [content] = await Promise.all([fetch(`${ROOT}/stage/content.json`).then((own) => own.json()), style()]);
  const root = h("div");
  element.append(root);
  const page = new Page(root, content, (message) => model.send(message));
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
    const link = h("link", { rel: "stylesheet", href: `${ROOT}/stage/page.css` });
    link.onload = done;
    document.head.append(link);
  });
}
