// Items as lines of DynamoDB JSON, in which binary values are base64.
// AWS: Developer Guide, "DynamoDB table export output format" and "Amazon S3 import formats for DynamoDB".

/** The JSON text of anything that holds items. */
export function toDynamoDbJson(value: unknown): string {
  return JSON.stringify(value, base64);
}

// Buffers have a toJSON of their own, which comes before a replacer: so this looks at where the value stood.
function base64(this: Readonly<Record<string, unknown>>, key: string, value: unknown): unknown {
  const original = this[key];
  return original instanceof Uint8Array ? Buffer.from(original).toString("base64") : value;
}
