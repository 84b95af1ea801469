// Amazon Resource Names: arn:partition:service:region:account:resource.

export interface Arn {
  readonly partition: string;
  readonly service: string;
  readonly region: string;
  readonly account: string;
  /** All that follows the fifth colon, colons included. */
  readonly resource: string;
}

/** Splits an ARN; undefined if the text does not have an ARN's six parts. */
export function parseArn(text: string): Arn | undefined {
  const parts = text.split(":");
  const [scheme, partition, service, region, account] = parts;
  if (scheme !== "arn" || parts.length < 6 || !partition || !service || region === undefined || account === undefined)
    return undefined;
  return { partition, service, region, account, resource: parts.slice(5).join(":") };
}

/** Writes an ARN of the standard partition. Global services leave `region`, and S3 also `account`, empty. */
export function formatArn(service: string, region: string, account: string, resource: string): string {
  return `arn:aws:${service}:${region}:${account}:${resource}`;
}
