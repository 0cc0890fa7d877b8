// Files that are handed to the visitor, and those that the visitor hands in.
import { h } from "./dom.js";

export function save(name, type, bytes) {
  const link = h("a", { href: URL.createObjectURL(new Blob([bytes], { type })), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
}

const LARGEST = 64 * 1024; // bytes
const LONGEST = 64; // characters of a name

/** The name and text of a file as a message may hold them; null where it cannot be used, which the page then says. */
export async function readFile(page, file) {
  if (file.name.length > LONGEST) {
    page.refuse(page.t("name_too_long", { n: LONGEST }));
    return null;
  }
  if (file.size > LARGEST) {
    page.refuse(page.t("too_large", { name: file.name }));
    return null;
  }
  try {
    return { name: file.name, text: new TextDecoder("utf-8", { fatal: true }).decode(await file.arrayBuffer()) };
  } catch {
    page.refuse(page.t("not_text", { name: file.name }));
    return null;
  }
}
