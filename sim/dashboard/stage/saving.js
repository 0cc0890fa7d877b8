// Files that are handed to the visitor.
import { h } from "./dom.js";

export function save(name, type, bytes) {
  const link = h("a", { href: URL.createObjectURL(new Blob([bytes], { type })), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
}
