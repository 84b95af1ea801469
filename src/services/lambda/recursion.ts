// Loops: a function that is reached again and again by one chain of requests is stopped. The chain is told in the trace
// header, which the AWS SDKs in functions pass on. Pure.
// AWS: "Use Lambda recursive loop detection to prevent infinite loops": about 16 times.

/** A function may be invoked this often in one chain. */
const MOST_INVOCATIONS = 16;

/** What a trace header says of the functions that its chain went through: Lineage=1:HASH:COUNT|HASH:COUNT. */
const LINEAGE = /(?:^|;)\s*Lineage=([^;]*)/;

/** The trace with one more invocation of this function in its lineage, and how many there were before. */
export function passThrough(
  traceId: string,
  functionArn: string,
): { readonly traceId: string; readonly count: number } {
  const own = shortHash(functionArn);
  // Most chains begin here.
  if (!traceId.includes("Lineage=")) return { traceId: `${traceId};Lineage=1:${own}:1`, count: 0 };
  const counts = parseLineage(traceId);
  const count = counts.get(own) ?? 0;
  counts.set(own, count + 1);
  const lineage = [...counts].map(([hash, times]) => `${hash}:${times}`).join("|");
  const rest = traceId
    .split(";")
    .filter((part) => !part.trim().startsWith("Lineage="))
    .join(";");
  return { traceId: `${rest}${rest === "" ? "" : ";"}Lineage=1:${lineage}`, count };
}

/** How often a function was in a chain before; 0 without a trace. */
export function invocationsIn(traceId: string | undefined, functionArn: string): number {
  return traceId === undefined ? 0 : (parseLineage(traceId).get(shortHash(functionArn)) ?? 0);
}

/** Whether a request comes from a function: its trace has a lineage. */
export function isFromFunction(traceId: string): boolean {
  return LINEAGE.test(traceId);
}

/** Whether a function that was reached so often before is in a loop. */
export function isLoop(count: number): boolean {
  return count >= MOST_INVOCATIONS;
}

/** FNV-1a, 32 bits: AWS's hash is as short, and this one costs nothing. */
function shortHash(text: string): string {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return (hash >>> 0).toString(16).padStart(8, "0");
}

function parseLineage(traceId: string): Map<string, number> {
  const text = LINEAGE.exec(traceId)?.[1] ?? "";
  const counts = new Map<string, number>();
  for (const part of text.replace(/^\d+:/, "").split("|")) {
    const [hash = "", times = ""] = part.split(":");
    // LIMIT: ours: a chain is told by its last 32 functions; a header cannot grow without end.
    if (/^[0-9a-f]{8}$/.test(hash) && /^\d{1,3}$/.test(times) && counts.size < 32) counts.set(hash, Number(times));
  }
  return counts;
}
