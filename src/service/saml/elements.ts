// XML documents of SAML as elements with their namespaces. Documents come from outside, so they are read by the strict reader, and
// one with a document type is none: nothing may define what a text means but the text itself.

import { readXml, type XmlElement, XmlSyntaxError } from "../../wire/xml-reader.ts";

export const ASSERTION = "urn:oasis:names:tc:SAML:2.0:assertion";
export const PROTOCOL = "urn:oasis:names:tc:SAML:2.0:protocol";
export const METADATA = "urn:oasis:names:tc:SAML:2.0:metadata";
export const SIGNATURE = "http://www.w3.org/2000/09/xmldsig#";

/** An element, its name split into namespace and local name. */
export interface SamlElement {
  readonly namespace: string;
  readonly name: string;
  /** Without a prefix: SAML qualifies none of its attributes. */
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly SamlElement[];
  /** Its own text, comments taken out and not cut at them. */
  readonly text: string;
  /** As it stands in the document, with the namespaces that are declared around it. */
  readonly source: () => string;
}

/** The document's root; undefined for what is no well-formed XML, or has a document type. */
export function readDocument(source: string): SamlElement | undefined {
  const text = normalized(source);
  if (/<!(?:DOCTYPE|ENTITY)/i.test(text)) return undefined;
  try {
    return elementOf(text, readXml(text), new Map());
  } catch (error) {
    if (error instanceof XmlSyntaxError) return undefined;
    throw error;
  }
}

/** The text as everybody who parses it sees it: line feeds alone, no byte order mark. */
export function normalized(source: string): string {
  return (source.startsWith("\uFEFF") ? source.slice(1) : source).replace(/\r\n?/g, "\n");
}

/** Children of a name. */
export function childrenOf(parent: SamlElement, namespace: string, name: string): readonly SamlElement[] {
  return parent.children.filter((child) => child.namespace === namespace && child.name === name);
}

/** The only child of a name; undefined where there is none, or more than one to choose from. */
export function onlyChild(parent: SamlElement | undefined, namespace: string, name: string): SamlElement | undefined {
  const found = parent === undefined ? [] : childrenOf(parent, namespace, name);
  return found.length === 1 ? found[0] : undefined;
}

type Namespaces = ReadonlyMap<string, string>;

function elementOf(text: string, element: XmlElement, around: Namespaces): SamlElement {
  const scope = scopeOf(element, around);
  const colon = element.qualifiedName.indexOf(":");
  const prefix = colon < 0 ? "" : element.qualifiedName.slice(0, colon);
  const namespace = scope.get(prefix);
  if (namespace === undefined && prefix !== "") throw new XmlSyntaxError(`The prefix "${prefix}" is not declared`);
  return {
    namespace: namespace ?? "",
    name: element.name,
    attributes: element.attributes,
    children: element.children.map((child) => elementOf(text, child, scope)),
    text: element.text,
    source: () => standingAlone(text.slice(element.start, element.end), element, around),
  };
}

function scopeOf({ attributes }: XmlElement, around: Namespaces): Namespaces {
  const declared = [...attributes].flatMap(([name, value]) =>
    name === "xmlns" ? [["", value] as const] : name.startsWith("xmlns:") ? [[name.slice(6), value] as const] : [],
  );
  return declared.length === 0 ? around : new Map([...around, ...declared]);
}

/** The element's text with the declarations around it that it does not make itself. Exclusive canonicalization takes unused ones out again. */
function standingAlone(source: string, { qualifiedName, attributes }: XmlElement, around: Namespaces): string {
  const missing = [...around].filter(([prefix]) => !attributes.has(declaration(prefix)));
  const declared = missing.map(([prefix, uri]) => ` ${declaration(prefix)}="${escaped(uri)}"`).join("");
  const nameEnd = 1 + qualifiedName.length;
  return source.slice(0, nameEnd) + declared + source.slice(nameEnd);
}

function declaration(prefix: string): string {
  return prefix === "" ? "xmlns" : `xmlns:${prefix}`;
}

function escaped(uri: string): string {
  return uri.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
}
