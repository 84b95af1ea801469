// Where browsers upload with forms: POST multipart/form-data to a bucket. The form's policy says who signed it and what
// may be uploaded; what then happens is a PutObject of the signer's, with all that belongs to one.
// AWS: "POST Object" (S3 API reference).

import { Readable } from "node:stream";
import { AwsError } from "../../../kernel/errors.ts";
import { loadModel } from "../../../model/load.ts";
import type { OperationModel } from "../../../model/model.ts";
import { toAwsError } from "../../../service/invoke.ts";
import type { Door, DoorAccess, DoorHead, DoorRequest, PolicySigner } from "../../../service/service.ts";
import type { YardContext } from "../../../service/context.ts";
import { codecFor } from "../../../wire/codecs.ts";
import { formBoundary, FormDataError, readFormData, type FormData } from "../../../wire/form-data.ts";
import { parseHost } from "../../../wire/hosts.ts";
import type { HttpResponse } from "../../../wire/wire.ts";
import {
  fieldsTooLarge,
  formFieldMissing,
  malformedPost,
  noSuchBucket,
  onlyOneFile,
  wrongFormRegion,
} from "../errors.ts";
import { crossOrigin } from "../cross-origin.ts";
import { FORM_UPLOAD } from "../object-writing.ts";
import type { BucketRecord } from "../records.ts";
import { loadBucket } from "../repo.ts";
import { answerForm } from "./answer.ts";
import { fieldsByName, putHeaders, signedPolicyOf, type Fields } from "./fields.ts";
import { checkPostPolicy, parsePostPolicy, withinRange, type SizeRange } from "./policy.ts";

/** LIMIT: bytes of the fields before the file. AWS: "POST Object": 20 KB. */
const MOST_FIELD_BYTES = 20_480;

/** The door for forms. */
export const postForms: Door = {
  name: "s3/post-form",
  isStreamed: true,
  accepts: (host, path, head) => isForm(head) && bucketOf(host, path) !== undefined,
  async answer(request, yard, access) {
    const answer = await upload(request, yard, access).catch((error: unknown) =>
      codecFor("restXml").encodeError(loadModel("s3"), putObject(), toAwsError(error), request.requestId),
    );
    Object.assign(answer.headers, crossOrigin.headers(request, yard));
    return answer;
  },
};

function isForm({ method, headers, rawQuery }: DoorHead): boolean {
  return (
    method === "POST" &&
    rawQuery === "" &&
    headers["authorization"] === undefined &&
    /^multipart\/form-data\b/i.test(headers["content-type"] ?? "")
  );
}

/** The bucket in front of the host's name, or the only segment of the path. */
function bucketOf(host: string, path: string): string | undefined {
  const { endpointPrefix, bucket } = parseHost(host);
  if (bucket !== undefined) return path === "/" ? bucket : undefined;
  if (endpointPrefix !== undefined && endpointPrefix !== "s3") return undefined;
  return /^\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])\/?$/.exec(path)?.[1];
}

function putObject(): OperationModel | undefined {
  return loadModel("s3").operations.get("PutObject");
}

async function upload(request: DoorRequest, yard: YardContext, access: DoorAccess): Promise<HttpResponse> {
  const bucketName = bucketOf(request.host, request.path) ?? "";
  const form = await readForm(request, access);
  const fields = fieldsByName(form.fields, form.file?.fileName);
  // AWS: these checks come before the signature's.
  const key = fields.get("key");
  if (key === undefined || key === "") throw formFieldMissing("key");
  const signed = signedPolicyOf(fields);
  if (form.file === undefined) throw onlyOneFile(0);
  const bucket = yard.store.read((tx) => loadBucket(tx, bucketName));
  if (bucket === undefined) throw noSuchBucket(bucketName);
  const signer: PolicySigner =
    signed === undefined ? { principal: { kind: "anonymous" }, region: undefined } : access.verifyPolicy(signed);
  requireRegion(bucket, signer, fields);
  const range = signed === undefined ? undefined : checkPolicy(signed.policy, form, fields, bucketName, yard);
  const model = putObject();
  if (model === undefined)
    throw new AwsError({ code: "InternalError", status: 500, message: "No model of PutObject." });
  const { content } = form.file;
  const headers = putHeaders(fields);
  const input = codecFor("restXml").decodeInput(model, {
    method: "PUT",
    path: `/${encodeURIComponent(key)}`,
    query: [],
    bucket: bucketName,
    headers,
    body: range === undefined ? content : Readable.from(withinRange(content, range), { objectMode: false }),
  });
  const caller = { ...signer, region: bucket.region };
  const output = await access.call({ service: "s3", name: "PutObject" }, input, caller, {
    ...request.headers,
    ...headers,
    [FORM_UPLOAD]: "true",
  });
  const put = codecFor("restXml").encodeOutput(model, output, request.requestId);
  return answerForm(put, { bucketName, key, fields, origin: request.origin, isInHost: request.path === "/" });
}

async function readForm(request: DoorRequest, { stream }: DoorAccess): Promise<FormData> {
  const boundary = formBoundary(request.headers["content-type"]);
  if (boundary === undefined) throw malformedPost();
  try {
    return await readFormData(stream, boundary, "file", MOST_FIELD_BYTES);
  } catch (error) {
    if (!(error instanceof FormDataError)) throw error;
    throw error.reason === "too-large" ? fieldsTooLarge(MOST_FIELD_BYTES) : malformedPost();
  }
}

function requireRegion(bucket: BucketRecord, { region }: PolicySigner, fields: Fields): void {
  if (region !== undefined && region !== bucket.region)
    throw wrongFormRegion(region, bucket.region, fields.get("x-amz-credential") ?? "");
}

function checkPolicy(
  policy: string,
  form: FormData,
  fields: Fields,
  bucketName: string,
  yard: YardContext,
): SizeRange | undefined {
  const values = new Map([...fields, ["bucket", bucketName]] as const);
  const names = form.fields.map(({ name }) => name);
  return checkPostPolicy(parsePostPolicy(policy), values, names, yard.clock.nowMs());
}
