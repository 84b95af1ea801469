// What an authoritative server answers to a question, out of the zones of all accounts. RFC 1034, 4.3.2, with Route 53's routing and aliases.
// Pure but for the choice by weight.

import type { Random } from "../../../kernel/random.ts";
import type { Scope } from "../../../service/context.ts";
import type { ReadTx } from "../../../store/store.ts";
import { isServedHere } from "../alias-targets.ts";
import { ancestors, canonicalName, NameProblem, parentOf, wildcardBelow } from "../names.ts";
import type { RecordSet, ZoneRecord } from "../records.ts";
import { hasNames, recordSetsAt, zoneOfName } from "../repo.ts";
import { route } from "./routing.ts";

export interface Question {
  /** In the API's form. */
  readonly name: string;
  /** "ANY" for whatever there is. */
  readonly type: string;
}

export interface ResourceRecord {
  /** In the API's form. */
  readonly name: string;
  readonly type: string;
  readonly ttl: number;
  /** As the API has it. */
  readonly value: string;
}

export interface Answer {
  readonly rcode: "NOERROR" | "NXDOMAIN" | "REFUSED";
  readonly isAuthoritative: boolean;
  readonly answers: readonly ResourceRecord[];
  readonly authorities: readonly ResourceRecord[];
  readonly additionals: readonly ResourceRecord[];
}

/** A zone and whose it is. */
export interface ZoneOf {
  readonly owner: Pick<Scope, "account">;
  readonly zone: ZoneRecord;
}

/** LIMIT: of a chain of CNAMEs; a circle ends where it comes back to itself. */
const LONGEST_CHAIN = 16;
const LOOPBACK_TTL = 60;
const REFUSED: Answer = { rcode: "REFUSED", isAuthoritative: false, answers: [], authorities: [], additionals: [] };

/** The answer, from the given zone or from the one that has the name. */
export function answerQuestion(tx: ReadTx, question: Question, random: Random, given?: ZoneOf): Answer {
  const chain: ResourceRecord[] = [];
  const seen = new Set<string>();
  let { name } = question;
  let within = given;
  for (let links = 0; links < LONGEST_CHAIN && !seen.has(name); links += 1) {
    seen.add(name);
    const found: ZoneOf | undefined = within ?? zoneOfName(tx, name);
    within = undefined;
    if (found === undefined) return withChain(chain, outside(name, question.type));
    const step = answerFrom(tx, found, { name, type: question.type }, random);
    if (step.kind === "answer") return withChain(chain, step.answer);
    chain.push(step.link);
    name = step.target;
  }
  return { rcode: "NOERROR", isAuthoritative: true, answers: chain, authorities: [], additionals: [] };
}

/** The links that led to an answer go before it; where they lead out of what is known here, they are all there is to say. */
function withChain(chain: readonly ResourceRecord[], answer: Answer): Answer {
  if (chain.length === 0) return answer;
  if (answer.rcode === "REFUSED") return { ...answer, rcode: "NOERROR", isAuthoritative: true, answers: chain };
  return { ...answer, isAuthoritative: true, answers: [...chain, ...answer.answers] };
}

/** Names of no zone: those that lead to this machine, and all others, for which this server is the wrong one to ask. */
function outside(name: string, type: string): Answer {
  if (!isServedHere(name)) return REFUSED;
  const isIpv4 = type === "A" || type === "ANY";
  const answers = isIpv4 ? [{ name, type: "A", ttl: LOOPBACK_TTL, value: "127.0.0.1" }] : [];
  return { rcode: "NOERROR", isAuthoritative: true, answers, authorities: [], additionals: [] };
}

type Step =
  | { readonly kind: "answer"; readonly answer: Answer }
  | { readonly kind: "link"; readonly link: ResourceRecord; readonly target: string };

function answerFrom(tx: ReadTx, of: ZoneOf, question: Question, random: Random): Step {
  const { owner, zone } = of;
  const { name, type } = question;
  const delegated = delegation(tx, of, question);
  if (delegated !== undefined) return { kind: "answer", answer: delegated };
  const place = hasNames(tx, owner, zone.id, name) ? name : wildcardFor(tx, of, name);
  if (place === undefined) return { kind: "answer", answer: negative(tx, of, "NXDOMAIN") };
  const sets = recordSetsAt(tx, owner, zone.id, place);
  const wanted = type === "ANY" ? (sets[0]?.Type ?? "") : type;
  const aliases = sets.filter((set) => set.Type === "CNAME");
  if (aliases.length > 0 && wanted !== "CNAME") {
    const [link] = recordsOf(tx, of, aliases, name, random);
    const target = link === undefined ? undefined : nameIn(link.value);
    if (link !== undefined && target !== undefined) return { kind: "link", link, target };
  }
  const answers = recordsOf(
    tx,
    of,
    sets.filter((set) => set.Type === wanted),
    name,
    random,
  );
  if (answers.length === 0) return { kind: "answer", answer: negative(tx, of, "NOERROR") };
  return {
    kind: "answer",
    answer: { rcode: "NOERROR", isAuthoritative: true, answers, authorities: [], additionals: [] },
  };
}

/** A part of the zone that was given to other servers: who they are, and where, if the zone says so. */
function delegation(tx: ReadTx, { owner, zone }: ZoneOf, { name, type }: Question): Answer | undefined {
  const below = [...ancestors(name)]
    .filter((each) => each !== zone.name && each.endsWith(`.${zone.name}`))
    .toReversed();
  for (const cut of below) {
    // RFC 4035, 3.1.4.1: the record about a delegation is the parent's.
    if (cut === name && type === "DS") continue;
    const servers = recordSetsAt(tx, owner, zone.id, cut, "NS").flatMap(plainRecords);
    if (servers.length === 0) continue;
    const glue = servers.flatMap(({ value }) => {
      const server = nameIn(value);
      if (server === undefined) return [];
      return ["A", "AAAA"].flatMap((each) => recordSetsAt(tx, owner, zone.id, server, each).flatMap(plainRecords));
    });
    return { rcode: "NOERROR", isAuthoritative: false, answers: [], authorities: servers, additionals: glue };
  }
  return undefined;
}

/** The wildcard that stands in for a name that is not there. RFC 4592: the one right below the closest name that is. */
function wildcardFor(tx: ReadTx, { owner, zone }: ZoneOf, name: string): string | undefined {
  for (let encloser = parentOf(name); encloser !== "."; encloser = parentOf(encloser)) {
    if (!hasNames(tx, owner, zone.id, encloser)) continue;
    const wildcard = wildcardBelow(encloser);
    return recordSetsAt(tx, owner, zone.id, wildcard).length > 0 ? wildcard : undefined;
  }
  return undefined;
}

/** No such name, or none of that type: with the SOA record, whose last number says how long that may be remembered. RFC 2308. */
function negative(tx: ReadTx, { owner, zone }: ZoneOf, rcode: "NXDOMAIN" | "NOERROR"): Answer {
  const authorities = recordSetsAt(tx, owner, zone.id, zone.name, "SOA")
    .flatMap(plainRecords)
    .map((record) => ({ ...record, ttl: Math.min(record.ttl, Number(record.value.split(/\s+/).at(-1) ?? 0)) }));
  return { rcode, isAuthoritative: true, answers: [], authorities, additionals: [] };
}

/** The records that the sets of one name and type come to, under the name that was asked for. */
function recordsOf(
  tx: ReadTx,
  { owner, zone }: ZoneOf,
  sets: readonly RecordSet[],
  name: string,
  random: Random,
): readonly ResourceRecord[] {
  return route(tx, { owner, zoneId: zone.id, random }, sets).flatMap((set) =>
    set.AliasTarget === undefined ? plainRecords(set).map((record) => ({ ...record, name })) : loopback(set, name),
  );
}

/** What an alias to a service leads to: this machine, which has an IPv4 address for it and no other. */
function loopback({ Type: type }: RecordSet, name: string): readonly ResourceRecord[] {
  return type === "A" ? [{ name, type, ttl: LOOPBACK_TTL, value: "127.0.0.1" }] : [];
}

function plainRecords({
  Name: name,
  Type: type,
  TTL: ttl = 0,
  ResourceRecords: records = [],
}: RecordSet): ResourceRecord[] {
  return records.map(({ Value: value }) => ({ name, type, ttl, value }));
}

function nameIn(value: string): string | undefined {
  try {
    return canonicalName(value);
  } catch (error) {
    if (error instanceof NameProblem) return undefined;
    throw error;
  }
}
