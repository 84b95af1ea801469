// Blocks of addresses, IPv4 and IPv6: read, written and compared. Pure.

/** A block in its canonical form: `first` has no bits beyond the prefix. */
export interface Cidr {
  readonly version: 4 | 6;
  readonly first: bigint;
  readonly prefix: number;
}

const WIDTH = { 4: 32, 6: 128 } as const;

/** Reads "10.0.0.0/16" or "2001:db8::/56" and brings it to its canonical form; undefined for anything else. */
export function parseCidr(text: string): Cidr | undefined {
  const [address = "", prefixText = "", ...more] = text.split("/");
  if (more.length > 0 || !/^\d{1,3}$/.test(prefixText)) return undefined;
  const version = address.includes(":") ? 6 : 4;
  const value = parseAddress(address);
  const prefix = Number(prefixText);
  if (value === undefined || prefix > WIDTH[version]) return undefined;
  const hostBits = BigInt(WIDTH[version] - prefix);
  return { version, first: (value >> hostBits) << hostBits, prefix };
}

/** The block as AWS writes it: "10.0.0.0/16". */
export function formatCidr({ version, first, prefix }: Cidr): string {
  return `${formatAddress(version, first)}/${prefix}`;
}

/** How many addresses a block has. */
export function sizeOf({ version, prefix }: Cidr): bigint {
  return 1n << BigInt(WIDTH[version] - prefix);
}

/** Whether all addresses of `inner` are in `outer`. */
export function contains(outer: Cidr, inner: Cidr): boolean {
  return outer.version === inner.version && outer.prefix <= inner.prefix && holds(outer, inner.first);
}

/** Whether two blocks share an address. */
export function overlaps(one: Cidr, other: Cidr): boolean {
  return contains(one, other) || contains(other, one);
}

/** Whether an address of the block's version is in it. */
export function holds(block: Cidr, address: bigint): boolean {
  return address >= block.first && address < block.first + sizeOf(block);
}

/** An address's number; undefined for what is none. */
export function parseAddress(text: string): bigint | undefined {
  return text.includes(":") ? parseV6(text) : parseV4(text);
}

/** An address as AWS writes it; IPv6 in the short form of RFC 5952. */
export function formatAddress(version: 4 | 6, value: bigint): string {
  return version === 4 ? formatV4(value) : formatV6(value);
}

function parseV4(text: string): bigint | undefined {
  const parts = text.split(".");
  const isAddress = parts.length === 4 && parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part) && Number(part) <= 255);
  return isAddress ? parts.reduce((sum, part) => (sum << 8n) | BigInt(part), 0n) : undefined;
}

function formatV4(value: bigint): string {
  return [24n, 16n, 8n, 0n].map((shift) => String((value >> shift) & 0xffn)).join(".");
}

function parseV6(text: string): bigint | undefined {
  const halves = text.split("::");
  if (halves.length > 2) return undefined;
  const [head = [], tail = []] = halves.map((half) => (half === "" ? [] : half.split(":")));
  const missing = 8 - head.length - tail.length;
  if (halves.length === 2 ? missing < 1 : missing !== 0) return undefined;
  const groups = [...head, ...Array.from({ length: missing }, () => "0"), ...tail];
  if (!groups.every((group) => /^[0-9a-fA-F]{1,4}$/.test(group))) return undefined;
  return groups.reduce((sum, group) => (sum << 16n) | BigInt(`0x${group}`), 0n);
}

function formatV6(value: bigint): string {
  const groups = Array.from({ length: 8 }, (_, at) => ((value >> BigInt(112 - 16 * at)) & 0xffffn).toString(16));
  // RFC 5952: the longest run of at least two zero groups, the first of several, becomes "::".
  const runs = [...groups.join(":").matchAll(/(?:^|:)0(?::0)+(?=:|$)/g)].map(([run]) => run);
  const longest = runs.reduce((best, run) => (groupsIn(run) > groupsIn(best) ? run : best), "");
  const full = groups.join(":");
  if (longest === "") return full;
  const at = full.indexOf(longest);
  return `${full.slice(0, at)}::${full.slice(at + longest.length).replace(/^:/, "")}`;
}

function groupsIn(run: string): number {
  return run.split(":").filter((group) => group !== "").length;
}

/** A block's text as EC2 keeps it; what is none stays as it is. */
export function canonicalBlock(text: string): string {
  const block = parseCidr(text);
  return block === undefined ? text : formatCidr(block);
}
