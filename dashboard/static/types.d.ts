// What the modules of the page hand to each other, and what the server sends and is asked. Known in every module.

type Page = import("./page.js").Page;
type Lab = import("./lab.js").Lab;
type Teach = import("./teach.js").Teach;
type Compare = import("./compare.js").Compare;
type Evidence = import("./evidence.js").Evidence;
type RecordedRows = import("./history.js").History;
type PageName = "lab" | "compare" | "teach" | "evidence";
type Lang = "en" | "zh";
type Texts = Record<Lang, string>;
type Say = (key: string, values?: object) => string;
/** A view on the bytes of a message. */
type Bytes = ArrayBuffer | ArrayBufferView;

// elements

type Attribute = string | number | boolean | null | undefined;
interface Props {
  onclick?: (event: MouseEvent) => void;
  onchange?: (event: Event) => void;
  [key: string]: Attribute | ((event: never) => void);
}
type Child = Node | string | number | null | undefined | Child[];
/** What can be chosen: its value and what it is called. */
type Option<V = string | number> = readonly [value: V, name: string | number, lang?: string];
interface Size {
  width: number;
  height: number;
}
type Point = [x: number, y: number];
type Scale = (value: number) => number;
type Colour = (name: string) => string;

// what does not depend on a visitor: content.json, doubts.json

interface Lever {
  name: string;
  low: number;
  high: number;
  default: number;
  step: number;
  problem: string;
  percent: boolean;
}
interface LeverWords {
  label: string;
  what: string;
  cost: string;
}
/** How an indicator is shown; `better` is 1 or -1, `window` and `smooth` are months. */
interface Indicator {
  percent: boolean;
  share: boolean;
  axis: [low: number, high: number];
  smooth: number;
  better: number;
  smallest: number;
  window: number;
}
interface IndicatorWords {
  label: string;
  unit: string;
  difference_unit: string;
  definition: string;
}
/** What is said in one language. */
interface Words {
  words: Record<string, string>;
  levers: Record<string, LeverWords>;
  units: Record<string, string>;
  shortUnits: Record<string, string>;
  indicators: Record<string, IndicatorWords>;
  states: Record<string, string>;
  scenarios: Record<string, string>;
  questions: Record<string, string>;
  profiles: Record<string, string>;
  periods: Record<string, Period>;
  problems: Record<string, string>;
  months: string[];
}
/** A dated setting: the year of its prices, and what levers cost where that is not as by default. */
interface Period {
  label: string;
  prices: number;
  costs: Record<string, string>;
}
interface Content extends Record<Lang, Words> {
  levers: Lever[];
  first: string[];
  indicators: Record<string, Indicator>;
  shown: string[];
  charts: string[];
  yesOrNo: string[];
  builtIn: string[];
  communities: number;
  lessons: Lesson[];
  evidence: { parameters: Sourced[]; levers: Sourced[] } & Model;
}
/** A parameter (with grade and source) or a lever (with what it is and what it costs). */
interface Sourced {
  name: string;
  default: number;
  low: number;
  high: number;
  unit: Texts;
  label: Texts;
  group: Texts;
  grade?: "published" | "judgement" | "assumption";
  source?: Texts;
  what?: Texts;
  cost?: Texts;
}
/** What policies do at both ends of each uncertain number: rows of policies, columns of outcomes. */
interface Doubts {
  command: string;
  communities: number;
  seed: number;
  months: number;
  policies: string[];
  columns: string[];
  default: number[][];
  rows: Record<string, Record<"low" | "high", number[][]>>;
}

// lessons

type Way = "up" | "flat" | "down";
type Verdict = "matters" | "too small to matter" | "cannot tell yet";
interface Interval {
  mean: number;
  low: number | null;
  high: number | null;
}
interface Lesson {
  problem: string;
  scenario: string;
  levers: string[];
  indicator: string;
  also: string;
  path_end: string;
  colour: string;
  doubt: string;
  minutes: number;
  title: Texts;
  situation: Texts;
  quote: Texts;
  question: Texts;
  claim: Record<Way, Texts>;
  explain: (Texts & { way: Answer["way"][]; also?: Answer["way"][] })[];
  wrong: (Texts & { moves: "indicator" | "path_end" | "none" })[];
  debrief: Texts[];
  plan: { aim: Texts; prepare: Texts; step: (Texts & { minutes: number })[]; role: Texts[] };
  set?: Record<string, number>; // levers that the lesson sets otherwise than the file of its policy
  otherwise?: Record<string, number>; // and those that are set in what is told beside it
  pathways: Record<string, Pathway>; // by kind of community
}
/** What stored numbers were measured with. */
interface Model {
  outdated: boolean;
  verified_runs: number | null;
}
interface Measured extends Model {
  profile: string;
  period: string;
  replicates: number;
}
interface Pathway extends Measured {
  command: string;
  ends: PathEnd[];
  quantities: Quantity[];
  doubts: Doubt[];
  otherwise: { levers: Record<string, number>; ends: PathEnd[] } | null;
}
interface PathEnd {
  indicator: string;
  label: Texts;
  better: number;
  window: [from: number, to: number];
  before: number;
  after: number;
  total: Interval;
  measured: boolean;
  verdict: Verdict;
  communities: number | null;
}
/** A link of the month: its level, and what cutting it changes of each end. */
interface Quantity {
  label: Texts;
  level: { indicator: string; before: number; after: number; changes: boolean } | null;
  ends: Record<string, { carries: boolean; itself: boolean; carried: { mean: number } }>;
}
interface Doubt {
  parameter: string;
  label: Texts;
  low: number;
  high: number;
  ends: Record<string, Record<"low" | "default" | "high", Interval> & { changes: boolean }>;
}
/** What came out of a lesson for one indicator. */
interface Answer {
  way: Way | "open";
  words: IndicatorWords;
  size: string;
  unit: string;
  sign: string;
  least: string;
  verdict: Verdict | null;
  communities: number | null;
  tone: string;
  counted: string;
  k: number;
  n: number;
  of: number;
}

// what the server sends

type LeverTouch = [month: number, world: number, lever: string, value: number];
interface Compound extends Size {
  garden: number[];
  buildings: number[][];
}
interface Begin {
  kind: "begin";
  epoch: number;
  months: number;
  columns: string[];
  compound: Compound;
  n: number;
  elections: number[];
  profile: string;
  period: string;
  seed: number;
}
/** How the two worlds stand; its rows are those of `count` months from `first` on. */
interface Delta {
  kind: "delta";
  seq: number;
  epoch: number;
  turn: number;
  first: number;
  count: number;
  simulated: number;
  month: number;
  playing: boolean;
  speed: number;
  colour: string;
  levers: number[][];
  touches: LeverTouch[];
  planned: LeverTouch[];
  scenarios: string[];
  labels: Texts[];
  files: (string | null)[];
  same: boolean;
  differ: boolean;
  undo: number;
  redo: number;
  changed: boolean;
}
type Outcome = [
  difference: number,
  half: number | null,
  higher: number,
  lower: number,
  verdict: Verdict | null,
  communities: number | null,
];
interface FoundRow {
  column: string;
  a: number;
  b: number;
  difference: number;
  half: number | null;
  higher: number;
  lower: number;
  verdict: Verdict | null;
  communities: number | null;
  window: [from: number, to: number];
}
/** What was found of the two worlds over communities. */
interface Found {
  kind: "findings";
  window: [from: number, to: number];
  done: number;
  of: number;
  sentences: Texts[];
  rows: FoundRow[];
  all: Record<string, Outcome>;
  groups: { group: string; difference: number; half: number | null }[];
  cost: { money: number; shadow: number };
}
interface BandsSent {
  kind: "bands";
  columns: string[];
  months: number;
  communities: number;
}
interface Story {
  kind: "story";
  who: { age: string; tenure: string; kind: string; building: number; household: number; neighbours: number };
  months: number;
  told: Record<string, number[][]>;
  moved_in: number[];
  apart: number | null;
  parted: number | null;
  because: [state: string, gap: number][];
  took_part_times: number[];
}
interface Refused extends Texts {
  kind: "refused";
  about?: string;
  files?: string[];
}
interface Progress {
  run: number;
  done: number;
  of: number;
}
interface Judged extends Interval {
  verdict: Verdict;
}
/** A policy in a comparison: what it does beside the baseline. */
interface Arm {
  key: string;
  name: string;
  problem: string;
  label: Texts;
  differences: Record<string, Judged>;
  own: string;
  level: number;
  cost: number;
  shadow: number;
  short: boolean;
}
interface Compared {
  kind: "compared";
  run: number;
  replicates: number;
  window: [from: number, to: number];
  windows: Record<string, [from: number, to: number]>;
  budget: number;
  smallest: number;
  profile: string;
  period: string;
  baseline: Record<string, number>;
  rows: Record<"full" | "money", Arm[]>;
}
type Heard =
  | Begin
  | Delta
  | Found
  | BandsSent
  | Story
  | Refused
  | Compared
  | (Progress & { kind: "comparing" })
  | { kind: "reporting"; done: number; of: number }
  | { kind: "before"; months: number }
  | { kind: "file" | "shown"; name: string; type: string }
  | (Texts & { kind: "told" })
  | { kind: "full" };

// what the server is asked

interface Restored {
  profile: string;
  period: string;
  seed: number;
  month: number;
  scenarios: string[];
  files: (string | null)[];
  touches: LeverTouch[];
  colour: string;
}
type Asked =
  | { kind: "hello" | "play" | "pause" | "step" | "reset" | "undo" | "redo" | "replay" | "stop_comparing" }
  | { kind: "ack"; seq: number }
  | { kind: "set_speed"; value: number }
  | { kind: "look_at"; month: number }
  | { kind: "set_colour"; state: string }
  | { kind: "set_lever"; world: number; lever: string; value: number }
  | { kind: "copy"; source: number }
  | { kind: "set_scenario"; world: number; name: string }
  | { kind: "begin_lesson"; scenario: string; touches: LeverTouch[] }
  | { kind: "move_to"; profile: string; period: string; seed: number }
  | { kind: "tell_story"; resident: number }
  | { kind: "open_file"; world: number; name: string; text: string }
  | ({ kind: "restore" } & Restored)
  | { kind: "compare"; run: number; scenarios: string[]; files: NamedFile[]; replicates: number }
  | { kind: "report"; lang: Lang }
  | { kind: "keep"; what: string; world: number; lang: Lang };
type NamedFile = [name: string, text: string];
interface Link {
  page: PageName;
  lang: Lang | null;
  present: boolean;
  charts: string[] | null;
  lesson: string | null;
  state: Restored | null;
  broken: string | null;
}
/** One of the four pages. */
interface View {
  root: HTMLElement;
  shown(): void;
  rebuild(): void;
  stop(): void;
  receive(content: Heard, buffers: Bytes[]): void;
  key?(event: KeyboardEvent): void;
}
/** A session as one page: what was recorded, bytes packed as text. */
interface Recording {
  lang: Lang;
  begin: Begin;
  arrays: string[];
  delta: Delta;
  rows: string;
  states: string[];
  windows: string;
  levers: [month: number, both: number[][]][];
  told: [content: Heard, arrays: string[]][];
}
/** What carries messages between page and server, and the program of Solara round it. */
interface Carrier {
  send(message: Asked): void;
  on(kind: string, act: (message: Heard, buffers: Bytes[]) => void): void;
  off(kind: string, act: (message: Heard, buffers: Bytes[]) => void): void;
}
interface Window {
  community: Page;
  app: { $watch(name: string, act: (value: unknown) => void): void };
}
// biome-ignore lint/suspicious/noVar: a name of the whole program
declare var solara: { rootPath?: string } | undefined;

// what is drawn

interface Pad {
  left: number;
  right: number;
  top: number;
  bottom: number;
}
/** The room of a chart: a canvas, its margins, scales of months and values. */
interface Field {
  c: CanvasRenderingContext2D;
  box: Size;
  pad: Pad;
  x: Scale;
  y: Scale;
  ends: [low: number, high: number];
  months: number;
  colour: Colour;
}
/** How a line is drawn; `from` is its first month, `factor` goes from stored to shown values. */
interface Look {
  ink: string;
  width?: number;
  dash?: number[];
  alpha?: number;
  from?: number;
  factor?: number;
}
type Values = ArrayLike<number>;
/** The low and the high end by month. */
type Band = [low: Values, high: Values];
/** What a chart shows; series and lines are those of A and B. */
interface ChartData {
  indicator: Indicator;
  series: Float32Array[];
  months: number;
  unitSign: string;
  year: string;
  ghost: { from: number; lines: Float32Array[] } | null;
  before: { alpha: number; lines: Float32Array[] } | null;
  band: Band[] | null | undefined;
  runs: Float32Array[][] | null | undefined;
  flags: number[];
}
/** A course of both worlds: its rows, and how far they go. */
interface Trajectory {
  rows: Float32Array;
  simulated: number;
}
/** Who stands where in the compound, and who that is; `at` gives the resident at a place, -1 for none. */
interface Windows {
  x: Int16Array;
  y: Int16Array;
  at: Int32Array;
  age: Uint8Array;
  renter: Uint8Array;
  member: Uint8Array;
}
/** The packed colour of a resident, 0 for none. */
type Paint = (resident: number) => number;
interface LegendPart {
  text?: string;
  inks?: string[];
}
interface Part {
  colour: string;
  values: number[];
}
interface Flag {
  month: number;
  world: number;
  lever: string;
  value: number;
}
/** Left, top, right, bottom. */
type Box = [left: number, top: number, right: number, bottom: number];
/** Where a label could stand. */
interface Place {
  left: number;
  top: number;
  wide: number;
  last?: boolean;
}
/** Where a label stands, whether with its name, and whether its number comes last. */
type Placed = [left: number, top: number, named: boolean, last: boolean];
/** How wide a label is, without and with its name; null where it shall have none. */
type Widths = [number: number, name: number | null];
interface TimelineWords {
  year(n: number): string;
  election: string;
  changes(n: number): string;
  flag(flag: Flag): string;
}
/** Draws a part of the picture from a height on; returns where it ends. */
type DrawnPart = (pen: Pen, lab: Lab, now: Delta, y: number) => number;
interface Pen {
  c: CanvasRenderingContext2D;
  family: string;
  write(
    text: string,
    x: number,
    y: number,
    look?: { ink?: string; size?: number; bold?: boolean; most?: number },
  ): number;
  box(x: number, y: number, width: number, height: number, ink: string): void;
}
interface MapFrame extends Size {
  xs: [low: number, high: number];
  ys: [low: number, high: number];
  x: Scale;
  y: Scale;
}
