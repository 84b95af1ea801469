// awsJson 1.0 and 1.1: one POST, the operation in X-Amz-Target, input and output as JSON. DynamoDB, SQS, Logs and most
// services of AWS's second decade.

import type { AwsError } from "../kernel/errors.ts";
import type { Member, OperationModel, Protocol, ServiceModel, StructureShape } from "../model/model.ts";
import { queryCode } from "./query-codes.ts";
import { compileEventStream, EVENT_STREAM_TYPE, eventStreamMember } from "./event-stream.ts";
import { type Values, wholeBody } from "./http-bindings.ts";
import { jsonBodyFormat, jsonErrorMembers, messageName, parseJson } from "./json-bodies.ts";
import { createJsonShapes } from "./json-shapes.ts";
import { cachedByKey, type Codec, type HttpRequest, type HttpResponse } from "./wire.ts";

const shapes = createJsonShapes({ honoursJsonName: false });
const inputDecoder = cachedByKey((operation: OperationModel) => shapes.decoder(operation.input));
const outputEncoder = cachedByKey((operation: OperationModel) => {
  const streaming = eventStreamMember(operation);
  if (streaming !== undefined) return streamEncoder(operation, streaming);
  // AWS: an operation without output answers with an empty body (observed: logs CreateLogGroup).
  if (operation.output.name === "Unit") return (): Body => ["", undefined];
  const encode = shapes.encoder(operation.output);
  return (output: Values): Body => [JSON.stringify(encode(output)), undefined];
});
const errorEncoder = cachedByKey((shape: StructureShape) => shapes.encoder(shape));

type Body = readonly [body: HttpResponse["body"], contentType: string | undefined];

/** How events inside a stream are written. */
const eventFormat = jsonBodyFormat(shapes, "application/json");

/** An output with an event stream: the other members go first, as the initial response. */
function streamEncoder(operation: OperationModel, streaming: Member): (output: Values) => Body {
  const encodeEvents = compileEventStream(streaming, eventFormat);
  const encodeInitial = eventFormat.bodyEncoder(operation.output, (member) => member !== streaming);
  return (output) => [
    encodeEvents(output[streaming.name] as AsyncIterable<Values>, Buffer.from(encodeInitial(output))),
    EVENT_STREAM_TYPE,
  ];
}

/**
 * What stands before "#" in __type. AWS: DynamoDB and SQS qualify their errors (observed in their documentation's
 * examples); most services give the bare name.
 */
const ERROR_NAMESPACES: Readonly<Record<string, string>> = {
  dynamodb: "com.amazonaws.dynamodb.v20120810",
  "dynamodb-streams": "com.amazonaws.dynamodb.v20120810",
  sqs: "com.amazonaws.sqs",
};
/** Errors of the framework below the services that qualify theirs. */
const FRAMEWORK_NAMESPACES: Readonly<Record<string, string>> = {
  ValidationException: "com.amazon.coral.validate",
  SerializationException: "com.amazon.coral.service",
  UnknownOperationException: "com.amazon.coral.service",
  AccessDeniedException: "com.amazon.coral.service",
  UnrecognizedClientException: "com.amazon.coral.service",
  InvalidSignatureException: "com.amazon.coral.service",
  MissingAuthenticationTokenException: "com.amazon.coral.service",
  IncompleteSignatureException: "com.amazon.coral.service",
  ExpiredTokenException: "com.amazon.coral.service",
  InternalFailure: "com.amazon.coral.service",
};

/** The codec of one version; they differ in the content type only. */
export function awsJson(protocol: Extract<Protocol, "awsJson1_0" | "awsJson1_1">): Codec {
  const contentType = protocol === "awsJson1_0" ? "application/x-amz-json-1.0" : "application/x-amz-json-1.1";
  return {
    protocol,

    decodeInput(operation: OperationModel, request: HttpRequest) {
      return inputDecoder(operation)(parseJson(wholeBody(request.body))) as Values;
    },

    encodeOutput(operation: OperationModel, output: Values, requestId: string) {
      const [body, ownType] = outputEncoder(operation)(output);
      const headers = { "x-amzn-RequestId": requestId, "content-type": ownType ?? contentType };
      return { status: 200, headers, body };
    },

    encodeError(service: ServiceModel, _operation: OperationModel | undefined, error: AwsError, requestId: string) {
      const shape = service.errors.get(error.code);
      const name = shape?.name ?? error.code;
      const members =
        shape === undefined ? jsonErrorMembers(error.members) : (errorEncoder(shape)(error.members) as object);
      const headers: Record<string, string> = { "x-amzn-RequestId": requestId, "content-type": contentType };
      if (service.isQueryCompatible) {
        // AWS: "awsQueryCompatible trait" (Smithy): clients written for the query protocol find its code here.
        const code = queryCode(service, error.code);
        headers["x-amzn-query-error"] = `${code};${error.fault === "client" ? "Sender" : "Receiver"}`;
      }
      return {
        status: error.status,
        headers,
        body: JSON.stringify({
          __type: qualified(service.id, shape !== undefined, name),
          ...members,
          [messageName(shape, error)]: error.message,
        }),
      };
    },
  };
}

function qualified(service: string, isModelled: boolean, name: string): string {
  const own = ERROR_NAMESPACES[service];
  if (own === undefined) return name;
  const namespace = isModelled ? own : FRAMEWORK_NAMESPACES[name];
  return namespace === undefined ? name : `${namespace}#${name}`;
}
