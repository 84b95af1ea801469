// Messages of DNS, read and written: the only file that knows dns-packet. What comes in is anybody's bytes.

import type dnsPacket from "dns-packet";
import type { DecodedPacket, Packet, StringRecordType } from "dns-packet";
import type { Answer, Question, ResourceRecord } from "../answering/answer.ts";
import { formatName } from "../names.ts";
import { parseRecordData, wireName } from "../rdata/record-data.ts";

type Codec = typeof dnsPacket;

/** What is asked, and how large an answer may be. */
export interface Query {
  readonly id: number;
  readonly flags: number;
  /** Undefined for what this server does not do: no, several, or other than Internet questions; `rcode` says which error it gets. */
  readonly question: Question | undefined;
  readonly rcode: "FORMERR" | "NOTIMP" | "REFUSED" | "BADVERS" | undefined;
  /** Of EDNS(0): undefined where the query had none. */
  readonly udpPayloadSize: number | undefined;
  /** The question's own bytes, which go back as they came: resolvers play with upper and lower case. */
  readonly questions: DecodedPacket["questions"];
}

const HEADER_BYTES = 12;
const RESPONSE = 0x8000;
const OPCODE = 0x7800;
const AUTHORITATIVE = 0x0400;
const TRUNCATED = 0x0200;
const RECURSION_DESIRED = 0x0100;
const RCODES = { NOERROR: 0, FORMERR: 1, SERVFAIL: 2, NXDOMAIN: 3, NOTIMP: 4, REFUSED: 5, BADVERS: 16 } as const;
/** RFC 1035, 4.2.1: what a client without EDNS(0) takes. */
const PLAIN_UDP_BYTES = 512;
/** LIMIT: RFC 9715: what goes through networks without being cut. */
const MOST_UDP_BYTES = 1_232;

/** Reads a query. Undefined for what no answer may be given to: too short, or an answer itself. */
export function parseQuery(codec: Codec, bytes: Buffer): Query | undefined {
  if (bytes.length < HEADER_BYTES) return undefined;
  const id = bytes.readUInt16BE(0);
  const flags = bytes.readUInt16BE(2);
  // Two servers that answered each other's answers would never end.
  if ((flags & RESPONSE) !== 0) return undefined;
  const nothing = { id, flags, question: undefined, udpPayloadSize: undefined, questions: [] };
  if ((flags & OPCODE) !== 0) return { ...nothing, rcode: "NOTIMP" };
  // LIMIT: a query has one question, and EDNS(0)'s record at most some others; a decoder need not work on more.
  if (
    bytes.readUInt16BE(4) !== 1 ||
    bytes.readUInt16BE(6) > 0 ||
    bytes.readUInt16BE(8) > 0 ||
    bytes.readUInt16BE(10) > 4
  )
    return { ...nothing, rcode: "FORMERR" };
  let packet: DecodedPacket;
  try {
    packet = codec.decode(bytes);
  } catch {
    // Whatever a decoder fails with: these are no bytes of DNS.
    return { ...nothing, rcode: "FORMERR" };
  }
  const { questions = [], additionals = [] } = packet;
  const options = additionals.filter((record) => record.type === "OPT");
  const [asked] = questions;
  if (asked === undefined || options.length > 1) return { ...nothing, rcode: "FORMERR" };
  const [edns] = options;
  const read = {
    id,
    flags,
    questions,
    udpPayloadSize: edns === undefined ? undefined : "udpPayloadSize" in edns ? edns.udpPayloadSize : 0,
  };
  if (edns !== undefined && "ednsVersion" in edns && edns.ednsVersion !== 0)
    return { ...read, question: undefined, rcode: "BADVERS" };
  if (asked.class !== undefined && asked.class !== "IN" && asked.class !== "ANY")
    return { ...read, question: undefined, rcode: "REFUSED" };
  // Transfers of zones, and what is kept for messages themselves.
  if (/^(AXFR|IXFR|OPT|TSIG|TKEY|MAILA|MAILB)$/.test(asked.type))
    return { ...read, question: undefined, rcode: "REFUSED" };
  return { ...read, question: { name: nameOf(asked.name), type: asked.type }, rcode: undefined };
}

/** A name as dns-packet gives it, in the API's form. */
function nameOf(name: string): string {
  return name === "." ? "." : formatName(name.toLowerCase().split("."));
}

/** The bytes of an answer for UDP: without its records and marked as truncated where it is too long. */
export function encodeForUdp(codec: Codec, query: Query, answer: Answer): Buffer {
  const whole = encodeAnswer(codec, query, answer);
  const most = Math.min(Math.max(query.udpPayloadSize ?? 0, PLAIN_UDP_BYTES), MOST_UDP_BYTES);
  if (whole.length <= most) return whole;
  const empty = { ...answer, answers: [], authorities: [], additionals: [] };
  return encode(codec, query, RCODES[answer.rcode], empty, (answer.isAuthoritative ? AUTHORITATIVE : 0) | TRUNCATED);
}

export function encodeAnswer(codec: Codec, query: Query, answer: Answer): Buffer {
  return encode(codec, query, RCODES[answer.rcode], answer, answer.isAuthoritative ? AUTHORITATIVE : 0);
}

/** The bytes that say that there is no answer, and why. */
export function encodeFailure(codec: Codec, query: Query, rcode: keyof typeof RCODES): Buffer {
  return encode(codec, query, RCODES[rcode], { answers: [], authorities: [], additionals: [] }, 0);
}

function encode(
  codec: Codec,
  query: Query,
  rcode: number,
  { answers, authorities, additionals }: Pick<Answer, "answers" | "authorities" | "additionals">,
  flags: number,
): Buffer {
  const packet: Packet = {
    id: query.id,
    type: "response",
    flags: flags | (query.flags & RECURSION_DESIRED) | (rcode & 0xf),
    questions: [...(query.questions ?? [])],
    answers: answers.map(recordOf),
    authorities: authorities.map(recordOf),
    additionals: [...additionals.map(recordOf), ...(query.udpPayloadSize === undefined ? [] : [edns(rcode >> 4)])],
  };
  return codec.encode(packet);
}

function recordOf({ name, type, ttl, value }: ResourceRecord): NonNullable<Packet["answers"]>[number] {
  const data = parseRecordData(type, value);
  // dns-packet's types tie each record type to its data; parseRecordData gives the data of `type`.
  return { type: type as StringRecordType, class: "IN", name: wireName(name), ttl, data: data as string };
}

function edns(extendedRcode: number): NonNullable<Packet["additionals"]>[number] {
  return {
    type: "OPT",
    name: ".",
    udpPayloadSize: MOST_UDP_BYTES,
    extendedRcode,
    ednsVersion: 0,
    flags: 0,
    flag_do: false,
    options: [],
  };
}
