import { h } from "./dom.js";
export class Evidence {
  constructor(page) { this.page = page; this.root = h("main", {}); }
  shown() {} stop() {} rebuild() {} receive() {}
}
