// What a Host header says: a service's endpoint, or a bucket in front of S3's. Knows AWS's host names and the same
// names below "localhost".

export interface HostName {
  /** The service's part, such as "sqs" or "streams.dynamodb"; undefined for a bare host, an address, or a bucket's. */
  readonly endpointPrefix: string | undefined;
  /** The bucket of a virtual-host style S3 request. */
  readonly bucket: string | undefined;
}

const NOTHING: HostName = { endpointPrefix: undefined, bucket: undefined };
const REGION = /^[a-z]{2,3}(-[a-z]+)+-\d{1,2}$/;
const S3_LABEL = /^s3(-accelerate|-[a-z]{2,3}(-[a-z]+)+-\d{1,2})?$/;

/** Reads a Host header, with or without a port. */
export function parseHost(header: string | undefined): HostName {
  const host = (header ?? "").toLowerCase().replace(/:\d+$/, "");
  const [, front] = /^(.*)\.(?:localhost|amazonaws\.com(?:\.cn)?|localhost\.localstack\.cloud)$/.exec(host) ?? [];
  if (front === undefined || front === "") return NOTHING;
  const labels = front.split(".");
  if (REGION.test(labels[labels.length - 1] as string)) labels.pop();
  if (labels[labels.length - 1] === "dualstack") labels.pop();
  if (S3_LABEL.test(labels[labels.length - 1] ?? "")) {
    labels.pop();
    return labels.length === 0
      ? { endpointPrefix: "s3", bucket: undefined }
      : { endpointPrefix: "s3", bucket: labels.join(".") };
  }
  // "BUCKET.localhost" is what the SDK makes of a bucket and the endpoint http://localhost:4566. Whether it is a
  // bucket or a service's name is for the caller to tell, who knows from the signature whether S3 is meant.
  const name = labels.join(".");
  return { endpointPrefix: name, bucket: host.endsWith("localhost") && name !== "" ? front : undefined };
}
