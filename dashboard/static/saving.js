// @ts-check
// Files that are handed to the visitor, and those that the visitor hands in.
import { h } from "./dom.js";

/**
 * @param {string} name
 * @param {string} type
 * @param {BlobPart} bytes
 */
export function save(name, type, bytes) {
  const link = h("a", { href: URL.createObjectURL(new Blob([bytes], { type })), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
}

const LARGEST = 64 * 1024; // bytes
const LONGEST = 64; // characters of a name

/**
 * The name and text of a file as a message may hold them; null where it cannot be used, which the page then says.
 * @param {Page} page
 * @param {File} file
 */
export async function readFile(page, file) {
  const { t } = page;
  const { name } = file;
  if (name.length > LONGEST) return page.refuse(t("name_too_long", { n: LONGEST }));
  if (file.size > LARGEST) return page.refuse(t("too_large", { name }));
  try {
    return { name, text: new TextDecoder("utf-8", { fatal: true }).decode(await file.arrayBuffer()) };
  } catch {
    return page.refuse(t("not_text", { name }));
  }
}
