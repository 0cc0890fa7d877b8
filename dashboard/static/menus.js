// Dialogs of the frame: the community, sharing, keeping, keys.
import { h } from "./dom.js";
import { tooLong, writeLink } from "./link.js";
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

export function communityMenu(page) {
  const { t, words, begun } = page;
  const profile = h(
    "select",
    { id: "menu-profile" },
    Object.entries(words.profiles).map(([name, label]) => h("option", { value: name }, label)),
  );
  const seed = h("input", { id: "menu-seed", type: "number", min: 0, step: 1, value: begun?.seed ?? 1 });
  profile.value = begun?.profile ?? "mixed";
  const go = h(
    "button",
    {
      class: "filled",
      onclick: () => {
        const number = seed.valueAsNumber;
        if (Number.isSafeInteger(number) && number >= 0)
          page.ask({ kind: "move_to", profile: profile.value, seed: number });
        else page.refuse(t("seed_wrong", { highest: Number.MAX_SAFE_INTEGER }));
        dialog.close();
      },
    },
    t("move"),
  );
  const dialog = openDialog(
    page,
    t("community_menu"),
    h(
      "div",
      { class: "form" },
      h("label", { for: "menu-profile" }, t("profile")),
      profile,
      h("label", { for: "menu-seed" }, t("seed")),
      seed,
    ),
    h("p", { class: "note" }, t("move_note")),
    go,
  );
}

export function shareMenu(page) {
  const { t } = page;
  const address = new URL(writeLink(page), location.origin).href;
  const field = h("input", {
    type: "text",
    readonly: true,
    value: address,
    "aria-label": t("link"),
    onfocus: () => field.select(),
  });
  const copy = h(
    "button",
    {
      class: "filled",
      onclick: async () => {
        field.select();
        await navigator.clipboard?.writeText(address).catch(() => document.execCommand("copy"));
        copy.textContent = t("copied");
      },
    },
    t("copy_link"),
  );
  const left =
    page.now &&
    tooLong(page.now).map((world) => h("p", { class: "note" }, t("file_not_in_link", { world: "AB"[world] })));
  openDialog(page, t("share"), h("p", {}, t("share_note")), left ?? [], h("div", { class: "form wide" }, field, copy));
}

export function downloadMenu(page) {
  const { t, lang } = page;
  const ask = (what, world) => () => page.ask({ kind: "keep", what, world, lang });
  const row = (label, act) =>
    h(
      "button",
      {
        class: "menu-row",
        onclick: () => {
          dialog.close();
          act();
        },
      },
      label,
    );
  const open = (world) =>
    h("input", {
      type: "file",
      accept: ".toml",
      "aria-label": `${t("open_file_in", { world: "AB"[world] })}`,
      onchange: (event) => {
        dialog.close();
        openFile(page, event.target.files[0], world);
      },
    });
  const dialog = openDialog(
    page,
    t("download"),
    h(
      "div",
      { class: "rows" },
      row(t("save_toml", { world: "A" }), ask("toml", 0)),
      row(t("save_toml", { world: "B" }), ask("toml", 1)),
      row(t("save_csv"), ask("csv", 0)),
      row(t("save_parquet"), ask("parquet", 0)),
      row(t("save_png"), () => savePicture(page)),
      row(t("save_session"), ask("session", 0)),
      row(t("save_report"), ask("report", 0)),
    ),
    h("h3", {}, t("open_file")),
    [0, 1].map((world) =>
      h("label", { class: "file" }, h("span", {}, t("open_file_in", { world: "AB"[world] })), open(world)),
    ),
  );
}

async function openFile(page, file, world) {
  const own = file && (await readFile(page, file));
  if (own) page.ask({ kind: "open_file", world, ...own });
}

export function helpMenu(page) {
  const { t } = page;
  const name = (key) => (key.length > 3 ? t(key) : key);
  const keys = page.recorded ? KEYS.filter(([, act]) => IN_RECORDING.includes(act)) : KEYS;
  openDialog(
    page,
    t("help"),
    h(
      "dl",
      { class: "keys" },
      keys.map(([key, act]) => [h("dt", {}, h("kbd", {}, name(key))), h("dd", {}, t(act))]),
    ),
  );
}
