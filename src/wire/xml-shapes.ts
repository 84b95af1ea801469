// XML <-> typed values, compiled once per shape, for restXml and the answers of the query protocols.

import type { Member, Shape, StructureShape } from "../model/model.ts";
import {
  decodeBase64,
  encodeBase64,
  formatTimestamp,
  parseBoolean,
  parseNumber,
  parseTimestamp,
} from "./text-values.ts";
import { malformedXml } from "./wire-errors.ts";
import { escapeXml, type XmlElement } from "./xml-reader.ts";

/** The value of one element. Throws MalformedXML. */
export type XmlDecoder = (element: XmlElement) => unknown;
/** What stands inside an element, and the attributes of the element itself. */
export interface XmlContent {
  readonly attributes: string;
  readonly content: string;
}
export type XmlEncoder = (value: unknown) => XmlContent;
type Includes = (member: Member) => boolean;

export interface XmlShapes {
  decoder(shape: Shape): XmlDecoder;
  structureDecoder(shape: StructureShape, includes: Includes): XmlDecoder;
  encoder(member: Member): XmlEncoder;
  structureEncoder(shape: StructureShape, includes: Includes): XmlEncoder;
}

/** The name of a member's element: its own trait, never its shape's, which is for roots. */
function elementName(member: Member): string {
  return member.traits.xmlName ?? member.name;
}

/** Codecs for XML; `keepsMilliseconds` writes "...:00.000Z" as S3 and EC2 do. */
export function createXmlShapes(options: { keepsMilliseconds: boolean }): XmlShapes {
  const decoders = new Map<Shape, XmlDecoder>();
  const encoders = new Map<Shape, XmlEncoder>();

  // ---- decoding ----

  function decoder(shape: Shape): XmlDecoder {
    switch (shape.kind) {
      case "boolean":
        return (element) => parseBoolean(element.text) ?? refuse();
      case "number":
      case "bigInteger":
      case "bigDecimal":
        return (element) => parseNumber(element.text) ?? refuse();
      case "timestamp":
        return (element) => parseTimestamp(element.text) ?? refuse();
      case "blob":
        return (element) => decodeBase64(element.text.trim());
      case "list":
        return listDecoder(shape.member);
      case "map":
        return mapDecoder(shape.key, shape.value);
      case "structure":
      case "union": {
        const known = decoders.get(shape);
        if (known !== undefined) return known;
        // A shape that contains itself meets this forwarder while it is being compiled.
        decoders.set(shape, (element) => (decoders.get(shape) as XmlDecoder)(element));
        const compiled = structureDecoder(shape, () => true);
        decoders.set(shape, compiled);
        return compiled;
      }
      default:
        return (element) => element.text;
    }
  }

  function listDecoder(member: Member): XmlDecoder {
    const name = member.traits.xmlName ?? "member";
    const decode = decoder(member.shape);
    return (element) => element.children.filter((child) => child.name === name).map(decode);
  }

  function mapDecoder(key: Member, value: Member): XmlDecoder {
    const entry = entryDecoder(key, value);
    return (element) => Object.fromEntries(element.children.filter((child) => child.name === "entry").map(entry));
  }

  function entryDecoder(key: Member, value: Member): (element: XmlElement) => [string, unknown] {
    const keyName = key.traits.xmlName ?? "key";
    const valueName = value.traits.xmlName ?? "value";
    const decode = decoder(value.shape);
    return (element) => {
      const keyElement = element.children.find((child) => child.name === keyName);
      const valueElement = element.children.find((child) => child.name === valueName);
      if (keyElement === undefined || valueElement === undefined) return refuse();
      return [keyElement.text, decode(valueElement)];
    };
  }

  type AddChild = (structure: Record<string, unknown>, child: XmlElement) => void;

  function structureDecoder(shape: StructureShape, includes: Includes): XmlDecoder {
    const members = new Map<string, AddChild>();
    const attributes: { readonly attribute: string; readonly name: string }[] = [];
    for (const member of shape.members.values()) {
      if (!includes(member)) continue;
      if (member.traits.xmlAttribute === true) attributes.push({ attribute: elementName(member), name: member.name });
      else members.set(elementName(member), childAdder(member));
    }
    return (element) => {
      const structure: Record<string, unknown> = {};
      for (const child of element.children) members.get(child.name)?.(structure, child);
      for (const { attribute, name } of attributes) {
        const value = element.attributes.get(attribute);
        if (value !== undefined) structure[name] = value;
      }
      return structure;
    };
  }

  function childAdder(member: Member): AddChild {
    const { name, shape } = member;
    if (member.traits.xmlFlattened === true && shape.kind === "list") {
      const decode = decoder(shape.member.shape);
      return (structure, child) => void ((structure[name] ??= []) as unknown[]).push(decode(child));
    }
    if (member.traits.xmlFlattened === true && shape.kind === "map") {
      const entry = entryDecoder(shape.key, shape.value);
      return (structure, child) => {
        const [key, value] = entry(child);
        structure[name] = { ...(structure[name] as object | undefined), [key]: value };
      };
    }
    const decode = decoder(shape);
    return (structure, child) => {
      structure[name] = decode(child);
    };
  }

  // ---- encoding ----

  function encoder(member: Member): XmlEncoder {
    const { shape } = member;
    switch (shape.kind) {
      case "timestamp": {
        const format = member.traits.timestampFormat ?? "date-time";
        return (value) =>
          text(value instanceof Date ? formatTimestamp(value, format, options.keepsMilliseconds) : String(value));
      }
      case "blob":
        return (value) => text(encodeBase64(value));
      case "list":
        return listEncoder(shape.member);
      case "map":
        return mapEncoder(shape.key, shape.value);
      case "structure":
      case "union": {
        const known = encoders.get(shape);
        if (known !== undefined) return known;
        encoders.set(shape, (value) => (encoders.get(shape) as XmlEncoder)(value));
        const compiled = structureEncoder(shape, () => true);
        encoders.set(shape, compiled);
        return compiled;
      }
      default:
        return (value) => text(escapeXml(String(value)));
    }
  }

  function listEncoder(member: Member): XmlEncoder {
    const write = elementWriter(member.traits.xmlName ?? "member", encoder(member));
    return (value) => text((value as unknown[]).filter(isPresent).map(write).join(""));
  }

  function mapEncoder(key: Member, value: Member): XmlEncoder {
    const write = entryWriter("entry", key, value);
    return (map) => text(presentEntries(map).map(write).join(""));
  }

  function entryWriter(name: string, key: Member, value: Member): (entry: [string, unknown]) => string {
    const keyName = key.traits.xmlName ?? "key";
    const writeValue = elementWriter(value.traits.xmlName ?? "value", encoder(value));
    return ([entryKey, entryValue]) =>
      `<${name}><${keyName}>${escapeXml(entryKey)}</${keyName}>${writeValue(entryValue)}</${name}>`;
  }

  function structureEncoder(shape: StructureShape, includes: Includes): XmlEncoder {
    const members = [...shape.members.values()].filter(includes);
    const elements = members
      .filter((member) => member.traits.xmlAttribute !== true)
      .map((member) => ({ name: member.name, write: memberWriter(member) }));
    const attributes = members
      .filter((member) => member.traits.xmlAttribute === true)
      .map((member) => ({ name: member.name, attribute: elementName(member) }));
    return (value) => {
      const structure = value as Record<string, unknown>;
      let content = "";
      for (const { name, write } of elements) {
        const given = structure[name];
        if (isPresent(given)) content += write(given);
      }
      let written = "";
      for (const { name, attribute } of attributes)
        if (isPresent(structure[name])) written += ` ${attribute}="${escapeXml(structure[name] as string)}"`;
      return { attributes: written, content };
    };
  }

  /** Writes a member with its tags: one element, or several where it is flattened. */
  function memberWriter(member: Member): (value: unknown) => string {
    const { shape } = member;
    const name = elementName(member);
    if (member.traits.xmlFlattened === true && shape.kind === "list") {
      const write = elementWriter(name, encoder(shape.member), namespaceOf(shape.member));
      return (value) => (value as unknown[]).filter(isPresent).map(write).join("");
    }
    if (member.traits.xmlFlattened === true && shape.kind === "map") {
      const write = entryWriter(name, shape.key, shape.value);
      return (value) => presentEntries(value).map(write).join("");
    }
    return elementWriter(name, encoder(member), namespaceOf(member));
  }

  return { decoder, structureDecoder, encoder, structureEncoder };
}

function text(content: string): XmlContent {
  return { attributes: "", content };
}

function isPresent(value: unknown): boolean {
  return value !== undefined && value !== null;
}

function presentEntries(map: unknown): [string, unknown][] {
  return Object.entries(map as object).filter(([, value]) => isPresent(value));
}

function elementWriter(name: string, encode: XmlEncoder, namespace = ""): (value: unknown) => string {
  return (value) => {
    const { attributes, content } = encode(value);
    return content === ""
      ? `<${name}${namespace}${attributes}/>`
      : `<${name}${namespace}${attributes}>${content}</${name}>`;
  };
}

/** The namespace declaration that a member asks for, such as S3's xsi for the type of a grantee. */
function namespaceOf(member: Member): string {
  const namespace = member.traits.xmlNamespace;
  if (namespace === undefined) return "";
  const [prefix, uri] = typeof namespace === "string" ? ["", namespace] : namespace;
  return ` xmlns${prefix === "" ? "" : `:${prefix}`}="${escapeXml(uri)}"`;
}

function refuse(): never {
  throw malformedXml();
}
