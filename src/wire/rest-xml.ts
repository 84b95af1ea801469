// restXml: HTTP bindings with XML bodies. S3, CloudFront and Route 53.

import type { AwsError } from "../kernel/errors.ts";
import { loadModel } from "../model/load.ts";
import type { Member, OperationModel, ServiceId, ServiceModel, StructureShape } from "../model/model.ts";
import { type BodyFormat, compileInput, compileOutput, isBound, isSimple, type Values } from "./http-bindings.ts";
import { toBuffer } from "./text-values.ts";
import { cachedByKey, type Codec, type HttpRequest, type HttpResponse } from "./wire.ts";
import { malformedXml } from "./wire-errors.ts";
import { escapeXml, readXml, type XmlElement, XmlSyntaxError } from "./xml-reader.ts";
import { createXmlShapes } from "./xml-shapes.ts";

const DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n';

function parseXml(body: Uint8Array): XmlElement {
  try {
    return readXml(toBuffer(body).toString("utf8"));
  } catch (error) {
    if (error instanceof XmlSyntaxError) throw malformedXml(error);
    throw error;
  }
}

const shapesOf = cachedByKey((service: ServiceModel) => createXmlShapes({ keepsMilliseconds: service.id === "s3" }));

/** How a service writes its bodies: they differ in namespace and in timestamps. */
const formatOf = cachedByKey((service: ServiceModel): BodyFormat => {
  const shapes = shapesOf(service);
  const namespace = service.xmlNamespace === undefined ? "" : ` xmlns="${service.xmlNamespace}"`;
  const root = (name: string, content: string, attributes = ""): string =>
    `${DECLARATION}<${name}${namespace}${attributes}>${content}</${name}>`;

  return {
    contentType: "application/xml",
    bodyDecoder(shape, includes) {
      const decode = shapes.structureDecoder(shape, includes);
      return (body) => decode(parseXml(body)) as Values;
    },
    bodyEncoder(shape, includes) {
      const name = shape.traits.xmlName ?? shape.name;
      const unwrapped = unwrappedMember(shape, name);
      if (unwrapped !== undefined) {
        return (output) => root(name, escapeXml((output[unwrapped.name] ?? "") as string));
      }
      const encode = shapes.structureEncoder(shape, includes);
      return (output) => root(name, encode(output).content);
    },
    payloadDecoder(member) {
      const decode = shapes.decoder(member.shape);
      return (body) => decode(parseXml(body));
    },
    payloadEncoder(member) {
      const { shape } = member;
      const shapeName = "members" in shape ? (shape.traits.xmlName ?? shape.name) : member.name;
      const encode = shapes.encoder(member);
      return (value) => {
        const { attributes, content } = encode(value);
        return root(member.traits.xmlName ?? shapeName, content, attributes);
      };
    },
  };
});

/**
 * AWS: S3 GetBucketLocation answers "<LocationConstraint>eu-west-1</LocationConstraint>", the one member without an
 * element of its own (Smithy's trait s3UnwrappedXmlOutput, which the SDK's schemas leave out).
 */
function unwrappedMember(shape: StructureShape, rootName: string): Member | undefined {
  const inBody = [...shape.members.values()].filter((member) => !isBound(member, "out"));
  const [only] = inBody;
  return inBody.length === 1 && only !== undefined && only.name === rootName && isSimple(only.shape) ? only : undefined;
}

const modelOf = (service: ServiceId): BodyFormat => formatOf(loadModel(service));

const inputReader = cachedByKey((operation: OperationModel) => compileInput(operation, modelOf(operation.service)));
const outputWriter = cachedByKey((operation: OperationModel) => compileOutput(operation, modelOf(operation.service)));

/** The codec of restXml. */
export const restXml: Codec = {
  protocol: "restXml",

  decodeInput(operation: OperationModel, request: HttpRequest) {
    return inputReader(operation)(request);
  },

  encodeOutput(operation: OperationModel, output: Values, requestId: string): HttpResponse {
    const response = outputWriter(operation)(output);
    Object.assign(response.headers, requestHeaders(operation.service, requestId));
    return response;
  },

  encodeError(service: ServiceModel, operation: OperationModel | undefined, error: AwsError, requestId: string) {
    const headers: Record<string, string> = { ...requestHeaders(service.id, requestId), ...error.headers };
    // An answer to HEAD and a 304 have no body: the client tells the error from the status.
    if (operation?.http?.method === "HEAD" || error.status === 304) return { status: error.status, headers, body: "" };
    headers["content-type"] = "application/xml";
    return { status: error.status, headers, body: DECLARATION + errorBody(service, error, requestId) };
  },
};

/** AWS: S3 "Common response headers"; the other services name the request as the rest of AWS does. */
function requestHeaders(service: ServiceId, requestId: string): Record<string, string> {
  return service === "s3"
    ? { "x-amz-request-id": requestId, "x-amz-id-2": hostId(requestId) }
    : { "x-amzn-RequestId": requestId };
}

/** S3's second id, which support asks for: any opaque text. */
function hostId(requestId: string): string {
  return Buffer.from(`stackyard/${requestId}`).toString("base64");
}

function errorBody(service: ServiceModel, error: AwsError, requestId: string): string {
  const shape = service.errors.get(error.code);
  const isMessage = (name: string): boolean => name.toLowerCase() === "message";
  const modelled =
    shape === undefined
      ? ""
      : shapesOf(service).structureEncoder(shape, (member) => !isMessage(member.name))(error.members).content;
  const further = Object.entries(error.members)
    .filter(
      ([name, value]) => shape?.members.has(name) !== true && ["string", "number", "boolean"].includes(typeof value),
    )
    .map(([name, value]) => `<${name}>${escapeXml(String(value))}</${name}>`)
    .join("");
  const code = `<Code>${escapeXml(shape?.error?.code ?? error.code)}</Code><Message>${escapeXml(error.message)}</Message>`;
  if (service.id === "s3")
    return `<Error>${code}${modelled}${further}<RequestId>${requestId}</RequestId><HostId>${hostId(requestId)}</HostId></Error>`;
  const type = `<Type>${error.fault === "client" ? "Sender" : "Receiver"}</Type>`;
  const namespace = service.xmlNamespace === undefined ? "" : ` xmlns="${service.xmlNamespace}"`;
  return `<ErrorResponse${namespace}><Error>${type}${code}${modelled}${further}</Error><RequestId>${requestId}</RequestId></ErrorResponse>`;
}
