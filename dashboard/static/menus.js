// @ts-check
// Dialogs of the frame: the community, sharing, keeping, keys.
import { button, h, note, select } from "./dom.js";
import { tooLong, writeLink } from "./link.js";
import { USUAL } from "./period.js";
import { savePicture } from "./picture.js";
import { readFile } from "./saving.js";
import { openDialog } from "./table.js";

const KEYS = [
  ["space", "key_play"],
  [".", "key_step"],
  [",", "key_back"],
  ["r", "key_reset"],
  ["p", "key_replay"],
  ["z", "key_undo"],
  ["a b", "key_world"],
  ["0–9", "key_levers"],
  ["l", "key_language"],
  ["?", "key_help"],
  ["arrows", "key_walk"],
];
const IN_RECORDING = ["key_play", "key_step", "key_back", "key_reset", "key_language", "key_help"];

/** @param {Page} page */
export function communityMenu(page) {
  const { t, words, begun } = page;
  const profiles = Object.entries(words.profiles);
  const profile = select(profiles, begun?.profile ?? "mixed", undefined, { id: "menu-profile" });
  const periods = Object.entries(words.periods).map(([name, { label }]) => /** @type {Option} */ ([name, label]));
  const period = select(periods, begun?.period ?? USUAL, undefined, { id: "menu-period" });
  const seed = h("input", { id: "menu-seed", type: "number", min: 0, step: 1, value: begun?.seed ?? 1 });
  const go = button("filled", t("move"), () => {
    const number = seed.valueAsNumber;
    if (Number.isSafeInteger(number) && number >= 0)
      page.ask({ kind: "move_to", profile: profile.value, period: period.value, seed: number });
    else page.refuse(t("seed_wrong", { highest: Number.MAX_SAFE_INTEGER }));
    dialog.close();
  });
  const label = (/** @type {string} */ name) => h("label", { for: `menu-${name}` }, t(name));
  const form = h("div", { class: "form" }, label("profile"), profile, label("period"), period, label("seed"), seed);
  const dialog = openDialog(page, t("community_menu"), form, note(t("period_note")), note(t("move_note")), go);
}

/** @param {Page} page */
export function shareMenu(page) {
  const { t } = page;
  const value = new URL(writeLink(page), location.origin).href;
  const props = { type: "text", readonly: true, value, "aria-label": t("link") };
  const field = h("input", { ...props, onfocus: () => field.select() });
  const copy = button("filled", t("copy_link"), async () => {
    field.select();
    await navigator.clipboard?.writeText(value).catch(() => document.execCommand("copy"));
    copy.textContent = t("copied");
  });
  const left = page.now ? tooLong(page.now).map((world) => note(t("file_not_in_link", { world: "AB"[world] }))) : [];
  openDialog(page, t("share"), h("p", {}, t("share_note")), left, h("div", { class: "form wide" }, field, copy));
}

/** @param {Page} page */
export function downloadMenu(page) {
  const { t, lang } = page;
  const row = (/** @type {string} */ label, /** @type {() => void} */ act) =>
    button("menu-row", label, () => {
      dialog.close();
      act();
    });
  const exportRow = (/** @type {string} */ what, /** @type {string} */ label, world = 0) =>
    row(label, () => page.ask({ kind: "keep", what, world, lang }));
  const files = [0, 1].map((world) => {
    const label = t("open_file_in", { world: "AB"[world] });
    const open = h("input", {
      type: "file",
      accept: ".toml",
      "aria-label": label,
      onchange: () => {
        dialog.close();
        openFile(page, open.files?.[0], world);
      },
    });
    return h("label", { class: "file" }, h("span", {}, label), open);
  });
  const rows = [
    exportRow("toml", t("save_toml", { world: "A" })),
    exportRow("toml", t("save_toml", { world: "B" }), 1),
    exportRow("csv", t("save_csv")),
    exportRow("parquet", t("save_parquet")),
    row(t("save_png"), () => savePicture(page)),
    exportRow("session", t("save_session")),
    exportRow("report", t("save_report")),
  ];
  const dialog = openDialog(page, t("download"), h("div", { class: "rows" }, rows), h("h3", {}, t("open_file")), files);
}

/**
 * @param {Page} page
 * @param {File | undefined} file
 * @param {number} world
 */
async function openFile(page, file, world) {
  const item = file && (await readFile(page, file));
  if (item) page.ask({ kind: "open_file", world, ...item });
}

/** @param {Page} page */
export function helpMenu(page) {
  const { t } = page;
  const name = (/** @type {string} */ key) => (key.length > 3 ? t(key) : key);
  const keys = page.recorded ? KEYS.filter(([, act]) => IN_RECORDING.includes(act)) : KEYS;
  const rows = keys.map(([key, act]) => [h("dt", {}, h("kbd", {}, name(key))), h("dd", {}, t(act))]);
  openDialog(page, t("help"), h("dl", { class: "keys" }, rows));
}
