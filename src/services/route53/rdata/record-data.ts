// A record's value as text, and what it means: checked when it is written, given to the wire format when it is answered. Pure.

import { isIPv4, isIPv6 } from "node:net";
import { NameProblem, parseName } from "../names.ts";
import { parseCharacterStrings } from "./character-strings.ts";

/** What dns-packet takes as a record's data, by the record's type. */
export type RecordData = string | Buffer | readonly Buffer[] | Readonly<Record<string, unknown>>;

/** The data of a value. Throws NameProblem, in the words of AWS's messages where these are known. */
export function parseRecordData(type: string, value: string): RecordData {
  const parse = PARSERS[type];
  if (parse === undefined) throw new NameProblem(`Unsupported type '${type}'`);
  return parse(value);
}

/** Types whose values are answered here. AWS has SVCB and HTTPS besides. */
export const isServedType = (type: string): boolean => Object.hasOwn(PARSERS, type);

const PARSERS: Readonly<Record<string, (value: string) => RecordData>> = {
  A: (value) => address(value, "ARRDATAIllegalIPv4Address (Value is not a valid IPv4 address)", isIPv4, "A"),
  AAAA: (value) => address(value, "AAAARRDATAIllegalIPv6Address (Value is not a valid IPv6 address)", isIPv6, "AAAA"),
  CNAME: (value) => nameOf("CNAME", value),
  NS: (value) => nameOf("NS", value),
  PTR: (value) => nameOf("PTR", value),
  TXT: parseCharacterStrings,
  // dns-packet takes it for unknown: its strings go out as they are, each behind its length.
  SPF: (value) => Buffer.concat(parseCharacterStrings(value).flatMap((text) => [Buffer.of(text.length), text])),
  MX(value) {
    const [preference = "", exchange = ""] = fields("MX", value, 2);
    return { preference: integer(preference, 65_535, value), exchange: wireName(exchange) };
  },
  SRV(value) {
    const [priority = "", weight = "", port = "", target = ""] = fields("SRV", value, 4);
    return {
      priority: integer(priority, 65_535, value),
      weight: integer(weight, 65_535, value),
      port: integer(port, 65_535, value),
      target: wireName(target),
    };
  },
  SOA(value) {
    const [mname = "", rname = "", serial = "", refresh = "", retry = "", expire = "", minimum = ""] = fields(
      "SOA",
      value,
      7,
    );
    const number = (text: string): number => integer(text, 4_294_967_295, value);
    return {
      mname: wireName(mname),
      rname: wireName(rname),
      serial: number(serial),
      refresh: number(refresh),
      retry: number(retry),
      expire: number(expire),
      minimum: number(minimum),
    };
  },
  CAA(value) {
    const [, flags = "", tag = "", quoted = ""] = /^(\S+)\s+(\S+)\s+(".*")$/s.exec(value) ?? [];
    if (!/^[a-z0-9]{1,15}$/i.test(tag))
      throw fatal("CAARRDATANotThreeFields (CAA record doesn't have 3 fields)", value);
    const [text] = parseCharacterStrings(quoted);
    return { flags: integer(flags, 255, value), tag, value: (text ?? Buffer.alloc(0)).toString("latin1") };
  },
  NAPTR(value) {
    const found = /^(\d+)\s+(\d+)\s+("[^"]*")\s+("[^"]*")\s+("(?:[^"\\]|\\.)*")\s+(\S+)$/.exec(value);
    if (found === null) throw fatal("NAPTRRRDATANotSixFields (NAPTR record doesn't have 6 fields)", value);
    const [, order = "", preference = "", flags = "", services = "", regexp = "", replacement = ""] = found;
    const text = (quoted: string): string => parseCharacterStrings(quoted)[0]?.toString("latin1") ?? "";
    return {
      order: integer(order, 65_535, value),
      preference: integer(preference, 65_535, value),
      flags: text(flags),
      services: text(services),
      regexp: text(regexp),
      replacement: wireName(replacement),
    };
  },
  DS(value) {
    const [keyTag = "", algorithm = "", digestType = "", digest = ""] = fields("DS", value, 4);
    return {
      keyTag: integer(keyTag, 65_535, value),
      algorithm: integer(algorithm, 255, value),
      digestType: integer(digestType, 255, value),
      digest: hexadecimal(digest, value),
    };
  },
  TLSA(value) {
    const [usage = "", selector = "", matchingType = "", certificate = ""] = fields("TLSA", value, 4);
    return {
      usage: integer(usage, 255, value),
      selector: integer(selector, 255, value),
      matchingType: integer(matchingType, 255, value),
      certificate: hexadecimal(certificate, value),
    };
  },
  SSHFP(value) {
    const [algorithm = "", hash = "", fingerprint = ""] = fields("SSHFP", value, 3);
    const bytes = hexadecimal(fingerprint, value);
    const hashNumber = integer(hash, 255, value);
    // RFC 4255 and 6594: SHA-1 and SHA-256, the only ones there are.
    if (bytes.length !== (hashNumber === 1 ? 20 : hashNumber === 2 ? 32 : -1))
      throw fatal("SSHFPRRDATAIllegalFingerprint (Value is not a valid fingerprint)", value);
    return { algorithm: integer(algorithm, 255, value), hash: hashNumber, fingerprint: bytes.toString("hex") };
  },
};

function address(value: string, wrong: string, isValid: (text: string) => boolean, type: string): string {
  if (/\s/.test(value)) throw fatal(`${type}RRDATANotSingleField (Value contains spaces)`, value);
  // "::ffff:1.2.3.4%eth0" is none: a record has no zone index.
  if (!isValid(value) || value.includes("%")) throw fatal(wrong, value);
  return value;
}

function nameOf(type: string, value: string): string {
  if (/\s/.test(value)) throw fatal(`${type}RRDATANotSingleField (Value contains spaces)`, value);
  return wireName(value);
}

/** AWS's word for the number of fields is a capitalised numeral: MXRRDATANotTwoFields, SRVRRDATANotFourFields. */
function fields(type: string, value: string, count: number): readonly string[] {
  const found = value.trim().split(/\s+/);
  const word = ["", "", "Two", "Three", "Four", "", "", "Seven"][count] ?? "";
  if (found.length !== count)
    throw fatal(`${type}RRDATANot${word}Fields (${type} record doesn't have ${count} fields)`, value);
  return found;
}

function integer(text: string, most: number, value: string): number {
  const number = /^\d{1,10}$/.test(text) ? Number(text) : Number.NaN;
  if (!(number <= most)) throw fatal("IllegalInteger (Value is not a valid number)", value);
  return number;
}

function hexadecimal(text: string, value: string): Buffer {
  if (!/^([0-9a-f]{2})+$/i.test(text)) throw fatal("IllegalHexadecimal (Value is not hexadecimal)", value);
  return Buffer.from(text, "hex");
}

/** A name as dns-packet takes it: without escapes. LIMIT: of its labels' octets, "." and those above 127 have no way through it. */
export function wireName(text: string): string {
  return parseName(text).join(".") || ".";
}

function fatal(what: string, value: string): NameProblem {
  return new NameProblem(`FATAL problem: ${what} encountered with '${value}'`);
}
