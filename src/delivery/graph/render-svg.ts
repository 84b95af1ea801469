// The graph as one SVG file that needs nothing else: tiers as bands, units as boxes, an edge for each kind of coupling with its reasons
// as a tooltip. An arrow points to what is depended on. It follows the reader's light or dark colours. Pure.

import type { EdgeKind, Evidence } from "./edges.ts";
import { placeText } from "./edges.ts";
import { layOut } from "./layout.ts";
import type { Placed, Point } from "./layout.ts";
import { drawnEdges } from "./render-mermaid.ts";
import type { EdgeView, GraphView, UnitView } from "./view.ts";

const TIERS = ["edge", "business", "infrastructure", "shared"] as const;
const KINDS: readonly EdgeKind[] = ["event", "data", "call", "value", "order"];

const MARGIN = 28;
const BAND_LABEL = 22;
const LETTER = 7.4;
const SMALL_LETTER = 6.3;
const HEAD_HEIGHT = 50;
const ROW_HEIGHT = 18;
const LARGEST_LABELLED = 24;
// What the legend takes.
const NARROWEST = 560;

interface Row {
  readonly logicalId: string;
  readonly type: string | undefined;
}

/** Draws units, or with `withResources` also the resources at both ends of each edge. */
export function renderSvg(view: GraphView, withResources: boolean): string {
  const edges = drawnEdges(view);
  const rows = new Map(view.units.map((unit) => [unit.name, withResources ? rowsOf(unit.name, edges) : []]));
  const rowsIn = (unit: string): readonly Row[] => rows.get(unit) ?? [];
  const boxes = view.units.map((unit) => ({
    id: unit.name,
    width: widthOf(unit, rowsIn(unit.name)),
    height: HEAD_HEIGHT + rowsIn(unit.name).length * ROW_HEIGHT + (rowsIn(unit.name).length > 0 ? 10 : 0),
    group: TIERS.indexOf(unit.tier),
  }));
  const layout = layOut(boxes, edges);
  const size = new Map(boxes.map((box) => [box.id, box]));
  const width = Math.max(layout.width + MARGIN * 2, NARROWEST);
  const left = (width - layout.width) / 2;
  const place = (unit: string): Placed & { width: number; height: number } => {
    const at = layout.boxes.get(unit) ?? { x: 0, y: 0, layer: 0 };
    const { width, height } = size.get(unit) ?? { width: 0, height: 0 };
    return { ...at, x: at.x + left, y: at.y + MARGIN + BAND_LABEL, width, height };
  };
  const bottom = layout.height + MARGIN * 2 + BAND_LABEL;
  const isLabelled = edges.length <= LARGEST_LABELLED && !withResources;

  const lines = edges.flatMap((edge, index) => {
    const bends = (layout.bends[index] ?? []).map(({ x, y }) => ({ x: x + left, y: y + MARGIN + BAND_LABEL }));
    const from = place(edge.from);
    const to = place(edge.to);
    return edge.kinds.map((kind, nth) => {
      const shift = (nth - (edge.kinds.length - 1) / 2) * 10;
      const path = curve([...ends(from, to, bends, shift)]);
      return drawEdge(edge, kind, path, isLabelled);
    });
  });
  const drawn = view.units.map((unit) => drawUnit(unit, rowsIn(unit.name), place(unit.name)));
  const title = `${view.system} in ${view.environment}`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${round(width)} ${round(bottom + 34)}" width="${round(width)}" height="${round(bottom + 34)}" role="img" aria-label="Units of ${escape(title)}">`,
    `<title>${escape(title)}</title>`,
    STYLE,
    markers(),
    `<rect class="ground" width="100%" height="100%"/>`,
    ...bands(view, place, width),
    ...lines,
    ...drawn,
    legend(view, bottom, edges),
    "</svg>",
    "",
  ].join("\n");
}

const STYLE = `<style>
  svg { --ground: #ffffff; --band: #f4f5f7; --box: #ffffff; --line: #c3c9d2; --ink: #1c2330; --soft: #667085;
    --event: #2563eb; --data: #b45309; --call: #dc2626; --value: #64748b; --order: #a8b0bd;
    font: 13px system-ui, -apple-system, "Segoe UI", sans-serif; }
  @media (prefers-color-scheme: dark) { svg { --ground: #10151d; --band: #171e29; --box: #202938; --line: #3b4658; --ink: #e6eaf2;
    --soft: #95a1b5; --event: #6ea0ff; --data: #e8a24c; --call: #ff7b72; --value: #94a3b8; --order: #596579; } }
  .ground { fill: var(--ground); } .band { fill: var(--band); } .box { fill: var(--box); stroke: var(--line); }
  text { fill: var(--ink); } .soft { fill: var(--soft); font-size: 11px; } .tier { fill: var(--soft); font-size: 11px; letter-spacing: .08em; text-transform: uppercase; }
  .name { font-weight: 600; } .row { font-size: 11.5px; }
  .edge { fill: none; stroke-width: 1.6; } .hit { fill: none; stroke: transparent; stroke-width: 12; }
  .label { font-size: 11px; paint-order: stroke; stroke: var(--ground); stroke-width: 4px; stroke-linejoin: round; }
  g.link:hover .edge { stroke-width: 3; }
${KINDS.map((kind) => `  .${kind} { stroke: var(--${kind}); } .tip-${kind} { fill: var(--${kind}); } text.${kind} { stroke: var(--ground); fill: var(--${kind}); }`).join("\n")}
  .order { stroke-dasharray: 5 4; }
</style>`;

function markers(): string {
  const each = KINDS.map(
    (kind) =>
      `<marker id="to-${kind}" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="7" markerHeight="7" orient="auto"><path class="tip-${kind}" d="M0 0.8 L10 5 L0 9.2 z"/></marker>`,
  );
  return `<defs>${each.join("")}</defs>`;
}

function bands(
  view: GraphView,
  place: (unit: string) => Placed & { width: number; height: number },
  width: number,
): readonly string[] {
  return TIERS.flatMap((tier) => {
    const places = view.units.filter((unit) => unit.tier === tier).map((unit) => place(unit.name));
    if (places.length === 0) return [];
    const top = Math.min(...places.map((each) => each.y)) - BAND_LABEL - 4;
    const bottom = Math.max(...places.map((each) => each.y + each.height)) + 14;
    return [
      `<rect class="band" x="8" y="${round(top)}" width="${round(width - 16)}" height="${round(bottom - top)}" rx="10"/>`,
      `<text class="tier" x="20" y="${round(top + 16)}">${tier}</text>`,
    ];
  });
}

function drawUnit(unit: UnitView, rows: readonly Row[], at: Point & { width: number; height: number }): string {
  const { in: incoming, out } = unit.coupling;
  const count = `${unit.resources} ${unit.resources === 1 ? "resource" : "resources"}, in ${incoming}, out ${out}`;
  const x = round(at.x + 14);
  const list = rows.map(({ logicalId, type }, index) => {
    const y = round(at.y + HEAD_HEIGHT + 12 + index * ROW_HEIGHT);
    const kind = type === undefined ? "" : ` <tspan class="soft">${escape(shortType(type))}</tspan>`;
    return `<text class="row" x="${x}" y="${y}">${escape(logicalId)}${kind}</text>`;
  });
  return [
    `<g><title>${escape(`${unit.name}: ${unit.template}`)}</title>`,
    `<rect class="box" x="${round(at.x)}" y="${round(at.y)}" width="${round(at.width)}" height="${round(at.height)}" rx="8"/>`,
    `<text class="name" x="${x}" y="${round(at.y + 21)}">${escape(unit.name)}</text>`,
    `<text class="soft" x="${x}" y="${round(at.y + 38)}">${count}</text>`,
    ...list,
    "</g>",
  ].join("");
}

function drawEdge(edge: EdgeView, kind: EdgeKind, path: { d: string; middle: Point }, isLabelled: boolean): string {
  const reasons = edge.reasons.filter(
    (each) => each.kind === kind || each.evidence.some((place) => place.kind === kind),
  );
  const tip = [
    `${edge.from} depends on ${edge.to}: ${kind}`,
    ...reasons.flatMap((each) => [
      each.text,
      ...each.evidence.filter((place) => place.kind === kind).map((place) => `   ${placeLine(place)}`),
    ]),
  ].join("\n");
  const [first] = reasons;
  const text = first === undefined ? "" : labelOf(first.evidence[0]?.target?.logicalId ?? first.text, reasons.length);
  const label = isLabelled
    ? `<text class="label ${kind}" text-anchor="middle" x="${round(path.middle.x)}" y="${round(path.middle.y + 4)}">${escape(text)}</text>`
    : "";
  return `<g class="link"><title>${escape(tip)}</title><path class="edge ${kind}" d="${path.d}" marker-end="url(#to-${kind})"/><path class="hit" d="${path.d}"/>${label}</g>`;
}

function placeLine({ reader, path, position }: Evidence): string {
  const what = reader === undefined ? path : `${reader.logicalId}.${path}`;
  return `${what} ${placeText(position)}`.trimEnd();
}

function labelOf(name: string, count: number): string {
  const short = name.length > 26 ? `${name.slice(0, 25)}…` : name;
  return count > 1 ? `${short} +${count - 1}` : short;
}

// From the edge of one box, through the bends, to the edge of the other.
function ends(
  from: Placed & { width: number; height: number },
  to: Placed & { width: number; height: number },
  bends: readonly Point[],
  shift: number,
): readonly Point[] {
  const middle = (box: Placed & { width: number }): number => box.x + box.width / 2 + shift;
  if (from.layer === to.layer) {
    const isRight = from.x < to.x;
    return [
      { x: isRight ? from.x + from.width : from.x, y: from.y + 25 + shift },
      { x: isRight ? to.x : to.x + to.width, y: to.y + 25 + shift },
    ];
  }
  const isDown = from.layer < to.layer;
  // Towards where the line goes, so that lines of one box do not all start in one point.
  const lean = (box: Placed & { width: number }, other: Point | undefined): number => {
    const reach = box.width / 2 - 18;
    return other === undefined ? 0 : Math.max(-reach, Math.min(reach, (other.x - (box.x + box.width / 2)) / 2.5));
  };
  const start = {
    x: middle(from) + lean(from, bends[0] ?? { x: middle(to), y: 0 }),
    y: isDown ? from.y + from.height : from.y,
  };
  const end = {
    x: middle(to) + lean(to, bends.at(-1) ?? { x: middle(from), y: 0 }),
    y: isDown ? to.y : to.y + to.height,
  };
  return [start, ...bends.map(({ x, y }) => ({ x: x + shift, y })), end];
}

// Curves that leave and arrive vertically.
function curve(points: readonly Point[]): { d: string; middle: Point } {
  const [first = { x: 0, y: 0 }, ...rest] = points;
  let d = `M${round(first.x)} ${round(first.y)}`;
  let previous = first;
  for (const point of rest) {
    const half = (previous.y + point.y) / 2;
    d += ` C${round(previous.x)} ${round(half)} ${round(point.x)} ${round(half)} ${round(point.x)} ${round(point.y)}`;
    previous = point;
  }
  const at = Math.floor((points.length - 1) / 2);
  const [one = first, other = first] = [points[at], points[at + 1]];
  return { d, middle: { x: (one.x + other.x) / 2, y: (one.y + other.y) / 2 } };
}

function legend(view: GraphView, top: number, edges: readonly EdgeView[]): string {
  const used = KINDS.filter((kind) => edges.some((edge) => edge.kinds.includes(kind)));
  let x = 20;
  const parts = used.map((kind) => {
    const part = `<path class="edge ${kind}" d="M${x} ${round(top + 8)} h26" marker-end="url(#to-${kind})"/><text class="soft" x="${x + 34}" y="${round(top + 12)}">${kind}</text>`;
    x += 34 + kind.length * SMALL_LETTER + 24;
    return part;
  });
  const note = `<text class="soft" x="${round(x)}" y="${round(top + 12)}">arrows point to what is depended on</text>`;
  return `<g>${parts.join("")}${view.units.length > 1 ? note : ""}</g>`;
}

function rowsOf(unit: string, edges: readonly EdgeView[]): readonly Row[] {
  const found = new Map<string, Row>();
  for (const { reasons } of edges)
    for (const { reader, target } of reasons.flatMap((each) => each.evidence))
      for (const each of [reader, target])
        if (each?.unit === unit) found.set(each.logicalId, { logicalId: each.logicalId, type: each.type });
  return [...found.values()].sort((a, b) => (a.logicalId < b.logicalId ? -1 : 1));
}

function widthOf(unit: UnitView, rows: readonly Row[]): number {
  const texts = rows.map(({ logicalId, type }) => (logicalId.length + shortType(type ?? "").length + 1) * SMALL_LETTER);
  return Math.ceil(Math.max(150, unit.name.length * LETTER, ...texts) + 28);
}

function shortType(type: string): string {
  return type.split("::").slice(1).join(" ");
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

function escape(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}
