// Lays a graph out in layers, after Sugiyama: everything stands above what it depends on, edges that are longer than one layer get
// invisible nodes on their way, and each layer is ordered by the middle of its neighbours, so that few edges cross. Pure.

export interface Box {
  readonly id: string;
  readonly width: number;
  readonly height: number;
  /** Boxes of a lower group stand above all those of a higher one. */
  readonly group: number;
}

export interface Link {
  readonly from: string;
  readonly to: string;
}

export interface Placed {
  readonly x: number;
  readonly y: number;
  readonly layer: number;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Layout {
  /** The upper left corner of each box. */
  readonly boxes: ReadonlyMap<string, Placed>;
  /** The points that each link passes between its boxes, in the order of the links. */
  readonly bends: readonly (readonly Point[])[];
  readonly width: number;
  readonly height: number;
}

const COLUMN_GAP = 36;
const LAYER_GAP = 64;
const BEND_WIDTH = 14;
const SWEEPS = 8;

interface Node {
  readonly id: string;
  readonly width: number;
  readonly layer: number;
  readonly above: Node[];
  readonly below: Node[];
  x: number;
}

/** Lays out. Links point downwards; in a circle one of them does not. */
export function layOut(boxes: readonly Box[], links: readonly Link[]): Layout {
  const layerOf = assignLayers(boxes, links);
  const nodes = new Map<string, Node>();
  const layers: Node[][] = [];
  const addNode = (id: string, width: number, layer: number): Node => {
    const node: Node = { id, width, layer, above: [], below: [], x: 0 };
    (layers[layer] ??= []).push(node);
    return node;
  };
  for (const { id, width } of boxes) nodes.set(id, addNode(id, width, layerOf.get(id) ?? 0));
  const chains = links.map((link) => chainOf(link, nodes, addNode));
  for (let layer = 0; layer < layers.length; layer++) layers[layer] ??= [];

  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    const isDown = sweep % 2 === 0;
    const order = isDown ? layers : layers.toReversed();
    for (const layer of order) sortByNeighbours(layer, layers, isDown);
  }
  for (const layer of layers) pack(layer);
  for (let sweep = 0; sweep < SWEEPS; sweep++) for (const layer of layers) align(layer, sweep % 2 === 0);

  const heights = layers.map((layer) =>
    Math.max(0, ...layer.map(({ id }) => boxes.find((box) => box.id === id)?.height ?? 0)),
  );
  const tops = heights.map((_, layer) => heights.slice(0, layer).reduce((sum, height) => sum + height + LAYER_GAP, 0));
  const left = Math.min(0, ...layers.flat().map((node) => node.x - node.width / 2));
  const right = Math.max(0, ...layers.flat().map((node) => node.x + node.width / 2));
  const placed = new Map(
    boxes.map(({ id, width }): [string, Placed] => {
      const node = nodes.get(id);
      const layer = node?.layer ?? 0;
      return [id, { x: (node?.x ?? 0) - width / 2 - left, y: tops[layer] ?? 0, layer }];
    }),
  );
  const bends = chains.map((chain) =>
    chain.map(({ x, layer }): Point => ({ x: x - left, y: (tops[layer] ?? 0) + (heights[layer] ?? 0) / 2 })),
  );
  return { boxes: placed, bends, width: right - left, height: (tops.at(-1) ?? 0) + (heights.at(-1) ?? 0) };
}

// The longest way from a box that nobody depends on, within its group; groups below each other.
function assignLayers(boxes: readonly Box[], links: readonly Link[]): ReadonlyMap<string, number> {
  const groupOf = new Map(boxes.map((box) => [box.id, box.group]));
  const depth = new Map<string, number>();
  const open = new Set<string>();
  function depthOf(id: string): number {
    const known = depth.get(id);
    if (known !== undefined) return known;
    if (open.has(id)) return 0;
    open.add(id);
    const above = links.filter((link) => link.to === id && groupOf.get(link.from) === groupOf.get(id));
    const value = Math.max(0, ...above.map((link) => (open.has(link.from) ? 0 : depthOf(link.from) + 1)));
    open.delete(id);
    depth.set(id, value);
    return value;
  }
  const layers = new Map<string, number>();
  let start = 0;
  for (const group of [...new Set(boxes.map((box) => box.group))].sort((a, b) => a - b)) {
    const members = boxes.filter((box) => box.group === group);
    for (const { id } of members) layers.set(id, start + depthOf(id));
    start += Math.max(...members.map(({ id }) => depthOf(id))) + 1;
  }
  return layers;
}

// Joins the two ends of a link through invisible nodes; returns those, from the link's start to its end.
function chainOf(
  { from, to }: Link,
  nodes: ReadonlyMap<string, Node>,
  addNode: (id: string, width: number, layer: number) => Node,
): readonly Node[] {
  const start = nodes.get(from);
  const end = nodes.get(to);
  if (start === undefined || end === undefined || start.layer === end.layer) return [];
  const isDown = start.layer < end.layer;
  const [upper, lower] = isDown ? [start, end] : [end, start];
  const chain: Node[] = [];
  let previous = upper;
  for (let layer = upper.layer + 1; layer <= lower.layer; layer++) {
    const next = layer === lower.layer ? lower : addNode(`${from}>${to}>${layer}`, BEND_WIDTH, layer);
    previous.below.push(next);
    next.above.push(previous);
    if (next !== lower) chain.push(next);
    previous = next;
  }
  return isDown ? chain : chain.toReversed();
}

function sortByNeighbours(layer: Node[], layers: readonly Node[][], isDown: boolean): void {
  const own = new Map(layer.map((node, index) => [node, index]));
  const middle = (node: Node): number => {
    const neighbours = isDown ? node.above : node.below;
    if (neighbours.length === 0) return own.get(node) ?? 0;
    const places = neighbours.map((each) => (layers[each.layer] ?? []).indexOf(each));
    return places.reduce((sum, place) => sum + place, 0) / places.length;
  };
  const weights = new Map(layer.map((node) => [node, middle(node)]));
  layer.sort((a, b) => (weights.get(a) ?? 0) - (weights.get(b) ?? 0) || (own.get(a) ?? 0) - (own.get(b) ?? 0));
}

// Side by side, around zero.
function pack(layer: readonly Node[]): void {
  const total = layer.reduce((sum, node) => sum + node.width, 0) + COLUMN_GAP * Math.max(0, layer.length - 1);
  let left = -total / 2;
  for (const node of layer) {
    node.x = left + node.width / 2;
    left += node.width + COLUMN_GAP;
  }
}

// Moves each node towards the middle of its neighbours as far as those beside it let it.
function align(layer: readonly Node[], isForward: boolean): void {
  const gap = (one: Node, other: Node): number => (one.width + other.width) / 2 + COLUMN_GAP;
  const indexes = layer.map((_, index) => (isForward ? index : layer.length - 1 - index));
  for (const index of indexes) {
    const node = layer[index];
    if (node === undefined) continue;
    const neighbours = [...node.above, ...node.below];
    if (neighbours.length === 0) continue;
    const wanted = neighbours.reduce((sum, each) => sum + each.x, 0) / neighbours.length;
    const before = layer[index - 1];
    const after = layer[index + 1];
    const lowest = before === undefined ? -Infinity : before.x + gap(before, node);
    const highest = after === undefined ? Infinity : after.x - gap(node, after);
    node.x = Math.max(lowest, Math.min(highest, wanted));
  }
}
