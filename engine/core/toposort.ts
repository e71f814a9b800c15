export interface Toposorted {
  /** Every node once. */
  readonly order: readonly number[];
  /** Nodes that were taken while others still stood before them: they lie on a cycle, or behind one. */
  readonly forced: readonly number[];
}

/** `before` comes before `after`. Nodes are numbers from 0; an edge from a node to itself counts as nothing. */
export type Edge = readonly [before: number, after: number];

/** `edges` without those of `soft` that lie on a circle: such a one may be left out, the others may not. */
export function withSoftEdges(nodes: number, edges: readonly Edge[], soft: readonly Edge[]): Edge[] {
  if (soft.length === 0) return [...edges];
  const component = components(nodes, [...edges, ...soft]);
  return [...edges, ...soft.filter(([before, after]) => component[before] !== component[after])];
}

/**
 * The nodes in an order that respects `edges`. Of the nodes that are free to go the one of the lowest rank goes first,
 * of equal rank the lowest number, so that without edges the result is a stable sort by rank. Where a cycle leaves none
 * free, the first of those left goes by the same rule. O((nodes + edges) log nodes).
 */
export function toposort(nodes: number, edges: Iterable<Edge>, rank: (node: number) => number): Toposorted {
  const followers = new Map<number, number[]>();
  const waiting = new Array<number>(nodes).fill(0);
  for (const [before, after] of edges) {
    if (before === after) continue;
    const list = followers.get(before);
    if (list) list.push(after);
    else followers.set(before, [after]);
    waiting[after] = (waiting[after] ?? 0) + 1;
  }

  const ranks = Array.from({ length: nodes }, (_, node) => rank(node));
  const place = Array.from({ length: nodes }, (_, node) => node);
  place.sort((a, b) => (ranks[a] ?? 0) - (ranks[b] ?? 0) || a - b);
  // From here on a node is known by its place in the order by rank: the heap then compares plain numbers.
  const placeOf = new Array<number>(nodes);
  for (const [at, node] of place.entries()) placeOf[node] = at;

  const order: number[] = [];
  const forced: number[] = [];
  const taken = new Set<number>();
  const free: number[] = [];
  for (const [at, node] of place.entries()) if (waiting[node] === 0) push(free, at);

  let next = 0;
  while (order.length < nodes) {
    let at = pop(free);
    if (at === undefined) {
      while (taken.has(place[next] ?? 0)) next++;
      at = next;
      forced.push(place[at] ?? 0);
    }
    const node = place[at] ?? 0;
    if (taken.has(node)) continue;
    taken.add(node);
    order.push(node);
    for (const follower of followers.get(node) ?? []) {
      const left = (waiting[follower] ?? 0) - 1;
      waiting[follower] = left;
      if (left === 0) push(free, placeOf[follower] ?? 0);
    }
  }
  return { order, forced };
}

/** For each node a number that it shares with those on a circle with it (Tarjan 1972, without recursion). */
function components(nodes: number, edges: readonly Edge[]): number[] {
  const followers = Array.from({ length: nodes }, (): number[] => []);
  for (const [before, after] of edges) followers[before]?.push(after);
  const found = new Array<number>(nodes).fill(-1);
  const lowest = new Array<number>(nodes).fill(0);
  const component = new Array<number>(nodes).fill(-1);
  const open: number[] = [];
  let count = 0;
  for (let root = 0; root < nodes; root++) {
    if (found[root] !== -1) continue;
    const path: { readonly node: number; next: number }[] = [{ node: root, next: 0 }];
    for (let top = path.at(-1); top; top = path.at(-1)) {
      const { node } = top;
      if (top.next === 0) {
        found[node] = lowest[node] = count++;
        open.push(node);
      }
      const follower = followers[node]?.[top.next++];
      if (follower !== undefined) {
        if (found[follower] === -1) path.push({ node: follower, next: 0 });
        else if (component[follower] === -1) lowest[node] = Math.min(lowest[node] ?? 0, found[follower] ?? 0);
        continue;
      }
      path.pop();
      const parent = path.at(-1)?.node;
      if (parent !== undefined) lowest[parent] = Math.min(lowest[parent] ?? 0, lowest[node] ?? 0);
      if (lowest[node] !== found[node]) continue;
      let member: number | undefined;
      do {
        member = open.pop();
        if (member !== undefined) component[member] = node;
      } while (member !== node);
    }
  }
  return component;
}

function push(heap: number[], value: number): void {
  let at = heap.length;
  heap.push(value);
  while (at > 0) {
    const parent = (at - 1) >> 1;
    const above = heap[parent] ?? 0;
    if (above <= value) break;
    heap[at] = above;
    at = parent;
  }
  heap[at] = value;
}

function pop(heap: number[]): number | undefined {
  const top = heap[0];
  const last = heap.pop();
  if (last === undefined || heap.length === 0) return top;
  let at = 0;
  for (;;) {
    let child = 2 * at + 1;
    if (child >= heap.length) break;
    if (child + 1 < heap.length && (heap[child + 1] ?? 0) < (heap[child] ?? 0)) child++;
    const below = heap[child] ?? 0;
    if (below >= last) break;
    heap[at] = below;
    at = child;
  }
  heap[at] = last;
  return top;
}
