// Minimum-cost flow through a small network: the exact answer to "how many of which, as cheaply as possible".

/** A pipe from one node to another that carries at most `capacity` units at `cost` each. Whole numbers; costs may be negative. */
export interface Pipe {
  readonly from: number;
  readonly to: number;
  readonly capacity: number;
  readonly cost: number;
}

export interface Flow {
  readonly amount: number;
  readonly cost: number;
  /** Units through each pipe, in the order the pipes were given. */
  readonly through: readonly number[];
}

/**
 * The cheapest of the largest flows from `source` to `sink`, by successive cheapest paths (Busacker and Gowen). Nodes are numbered
 * from 0. The pipes must contain no cycle of negative cost; a network that runs in layers has no cycle at all.
 */
export function cheapestFlow(nodes: number, pipes: readonly Pipe[], source: number, sink: number): Flow {
  const network = residualNetwork(nodes, pipes);
  let amount = 0;
  let cost = 0;
  for (;;) {
    const path = cheapestPath(network, source, sink);
    if (path === null) break;
    const units = Math.min(...path.map((edge) => network.room[edge]!));
    for (const edge of path) {
      network.room[edge]! -= units;
      network.room[edge ^ 1]! += units;
      cost += units * network.cost[edge]!;
    }
    amount += units;
  }
  return { amount, cost, through: pipes.map((_, at) => network.room[2 * at + 1]!) };
}

/** Pipe i is edge 2i; edge 2i + 1 runs the other way and has room for what may be taken back. */
interface Network {
  readonly to: number[];
  readonly cost: number[];
  readonly room: number[];
  readonly edgesFrom: number[][];
}

function residualNetwork(nodes: number, pipes: readonly Pipe[]): Network {
  const edgesFrom: number[][] = Array.from({ length: nodes }, () => []);
  const network: Network = { to: [], cost: [], room: [], edgesFrom };
  for (const pipe of pipes) {
    edgesFrom[pipe.from]!.push(network.to.length);
    edgesFrom[pipe.to]!.push(network.to.length + 1);
    network.to.push(pipe.to, pipe.from);
    network.cost.push(pipe.cost, -pipe.cost);
    network.room.push(pipe.capacity, 0);
  }
  return network;
}

/** The edges of the cheapest path with room left, or null (Bellman and Ford, with a queue of the nodes that changed). */
function cheapestPath(network: Network, source: number, sink: number): number[] | null {
  const reachedBy: (number | undefined)[] = [];
  const costTo = network.edgesFrom.map(() => Infinity);
  costTo[source] = 0;
  const queue = [source];
  const isQueued = new Set(queue);
  for (let node = queue.shift(); node !== undefined; node = queue.shift()) {
    isQueued.delete(node);
    for (const edge of network.edgesFrom[node]!) {
      const next = network.to[edge]!;
      const cost = costTo[node]! + network.cost[edge]!;
      const isFull = network.room[edge] === 0;
      if (isFull || cost >= costTo[next]!) continue;
      costTo[next] = cost;
      reachedBy[next] = edge;
      if (!isQueued.has(next)) queue.push(next);
      isQueued.add(next);
    }
  }
  return costTo[sink] === Infinity ? null : pathTo(network, reachedBy, source, sink);
}

function pathTo(network: Network, reachedBy: readonly (number | undefined)[], source: number, sink: number): number[] {
  const path: number[] = [];
  for (let node = sink; node !== source;) {
    const edge = reachedBy[node]!;
    path.push(edge);
    node = network.to[edge ^ 1]!;
  }
  return path;
}
