// awsQuery and ec2Query: form parameters in, XML out. IAM, STS, SNS, CloudFormation, EC2, and older clients of SQS and
// CloudWatch.

import type { AwsError } from "../kernel/errors.ts";
import { loadModel } from "../model/load.ts";
import type { OperationModel, ServiceModel } from "../model/model.ts";
import { queryCode } from "./query-codes.ts";
import { parseForm } from "./form.ts";
import { type Values, wholeBody } from "./http-bindings.ts";
import { createQueryShapes, queryTree } from "./query-shapes.ts";
import { cachedByKey, type Codec, type HttpRequest, type HttpResponse } from "./wire.ts";
import { escapeXml } from "./xml-reader.ts";
import { createXmlShapes, type XmlShapes } from "./xml-shapes.ts";

/** The parameters of a request: those of the query come first, those of a form body after them. */
function fieldsOf(request: HttpRequest): (readonly [string, string])[] {
  const isForm = (request.headers["content-type"] ?? "").startsWith("application/x-www-form-urlencoded");
  return isForm ? [...request.query, ...parseForm(wholeBody(request.body))] : [...request.query];
}

function xmlResponse(status: number, requestId: string, body: string): HttpResponse {
  return { status, headers: { "content-type": "text/xml", "x-amzn-RequestId": requestId }, body };
}

/** AWS: "Making Query API requests": a request to a queue's own URL need not name it again. */
const QUEUE_PATH = /^\/\d{12}\/[^/]+\/?$/;

const compileInput = (isEc2: boolean): ((operation: OperationModel) => (request: HttpRequest) => Values) => {
  const shapes = createQueryShapes({ isEc2 });
  return cachedByKey((operation: OperationModel) => {
    const decode = shapes.decoder(operation.input);
    const namesQueue = operation.service === "sqs" && operation.input.members.has("QueueUrl");
    return (request: HttpRequest) => {
      const input = decode(queryTree(fieldsOf(request))) as Values;
      if (namesQueue && input["QueueUrl"] === undefined && QUEUE_PATH.test(request.path))
        input["QueueUrl"] = `http://${request.headers["host"] ?? ""}${request.path.replace(/\/$/, "")}`;
      return input;
    };
  });
};

/** An error's members other than its message, which the protocols name themselves. */
function errorMembers(shapes: XmlShapes, service: ServiceModel, error: AwsError): string {
  const shape = service.errors.get(error.code);
  if (shape === undefined) return "";
  const isOwn = (name: string): boolean => !["message", "code", "type"].includes(name.toLowerCase());
  return shapes.structureEncoder(shape, (member) => isOwn(member.name))(error.members).content;
}

// ---- awsQuery ----

const queryInput = compileInput(false);
const queryXml = createXmlShapes({ keepsMilliseconds: false });
const queryOutput = cachedByKey((operation: OperationModel) => {
  const namespace = ` xmlns="${loadModel(operation.service).xmlNamespace ?? ""}"`;
  const { name } = operation;
  const hasResult = operation.output.name !== "Unit";
  const encode = queryXml.structureEncoder(operation.output, () => true);
  return (output: Values, requestId: string): string => {
    const result = hasResult ? `<${name}Result>${encode(output).content}</${name}Result>` : "";
    return `<${name}Response${namespace}>${result}<ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata></${name}Response>\n`;
  };
});

/** The codec of awsQuery. */
export const awsQuery: Codec = {
  protocol: "awsQuery",

  decodeInput(operation: OperationModel, request: HttpRequest) {
    return queryInput(operation)(request);
  },

  encodeOutput(operation: OperationModel, output: Values, requestId: string) {
    return xmlResponse(200, requestId, queryOutput(operation)(output, requestId));
  },

  encodeError(service: ServiceModel, _operation: OperationModel | undefined, error: AwsError, requestId: string) {
    const code = queryCode(service, error.code);
    const body =
      `<ErrorResponse xmlns="${service.xmlNamespace ?? ""}"><Error>` +
      `<Type>${error.fault === "client" ? "Sender" : "Receiver"}</Type><Code>${escapeXml(code)}</Code>` +
      `<Message>${escapeXml(error.message)}</Message>${errorMembers(queryXml, service, error)}</Error>` +
      `<RequestId>${requestId}</RequestId></ErrorResponse>\n`;
    return xmlResponse(error.status, requestId, body);
  },
};

// ---- ec2Query ----

const DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n';
const ec2Input = compileInput(true);
const ec2Xml = createXmlShapes({ keepsMilliseconds: true });
const ec2Output = cachedByKey((operation: OperationModel) => {
  const { name, output: shape } = operation;
  const encode = ec2Xml.structureEncoder(shape, () => true);
  const namespace = `${loadModel(operation.service).xmlNamespace ?? ""}/`;
  return (output: Values, requestId: string): string => {
    // AWS: an EC2 operation without output answers "return" true (EC2 API Reference, for example DeleteVpc).
    const content = shape.name === "Unit" ? "<return>true</return>" : encode(output).content;
    return `${DECLARATION}<${name}Response xmlns="${namespace}"><requestId>${requestId}</requestId>${content}</${name}Response>`;
  };
});

/** The codec of ec2Query. */
export const ec2Query: Codec = {
  protocol: "ec2Query",

  decodeInput(operation: OperationModel, request: HttpRequest) {
    return ec2Input(operation)(request);
  },

  encodeOutput(operation: OperationModel, output: Values, requestId: string) {
    return xmlResponse(200, requestId, ec2Output(operation)(output, requestId));
  },

  encodeError(_service: ServiceModel, _operation: OperationModel | undefined, error: AwsError, requestId: string) {
    const body =
      `${DECLARATION}<Response><Errors><Error><Code>${escapeXml(error.code)}</Code>` +
      `<Message>${escapeXml(error.message)}</Message></Error></Errors><RequestID>${requestId}</RequestID></Response>`;
    return xmlResponse(error.status, requestId, body);
  },
};
