// The maps and charts of the lab as one picture.
import { h } from "./dom.js";
import { save } from "./saving.js";

const PAD = 24;
const DRAWN = 200; // ms, in which the lab has drawn itself

export async function savePicture(page) {
  const lab = page.views.lab;
  if (!lab.now) return;
  if (!lab.maps.tables || page.at !== "lab") {
    page.go("lab");
    await new Promise((done) => setTimeout(done, DRAWN));
  }
  const maps = lab.maps.canvases;
  const charts = lab.charts.boxes;
  const scale = lab.pixels;
  const HEAD = 58 * scale;
  const wide = Math.max(maps[0].width * 2 + PAD * 3, charts.reduce((sum, own) => sum + own.canvas.width + PAD, PAD));
  const high = HEAD + maps[0].height + HEAD + Math.max(...charts.map((own) => own.canvas.height)) + PAD * 3;
  const canvas = h("canvas", { width: wide, height: high });
  const c = canvas.getContext("2d");
  c.fillStyle = lab.colour("surface");
  c.fillRect(0, 0, wide, high);
  const font = getComputedStyle(page.root).fontFamily;
  const write = (text, x, y, ink, size = 15) => {
    c.font = `700 ${size * scale}px ${font}`;
    c.fillStyle = lab.colour(ink);
    c.fillText(text, x, y);
  };
  maps.forEach((own, world) => {
    const left = PAD + world * (maps[0].width + PAD);
    write(`${"●◆"[world]} ${"AB"[world]} ${lab.name(world)}`, left, HEAD - 30 * scale, world ? "b-ink" : "a-ink");
    write(`${lab.words.states[lab.now.colour]}${lab.t("comma")}${lab.whenText()}`, left, HEAD - 10 * scale, "ink2", 12);
    c.drawImage(own, left, HEAD);
  });
  let left = PAD;
  for (const own of charts) {
    write(lab.charts.title(own.column), left, HEAD + maps[0].height + HEAD - 16 * scale, "ink", 13);
    c.drawImage(own.canvas, left, HEAD + maps[0].height + HEAD - 8);
    left += own.canvas.width + PAD;
  }
  const blob = await new Promise((done) => canvas.toBlob(done, "image/png"));
  save(`community-month-${lab.now.month}.png`, "image/png", blob);
}
