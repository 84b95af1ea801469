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
  if (!text.startsWith("arn:")) return undefined;
  // By index and not by split: every call is authorised on an ARN.
  const partitionEnd = text.indexOf(":", 4);
  const serviceEnd = text.indexOf(":", partitionEnd + 1);
  const regionEnd = text.indexOf(":", serviceEnd + 1);
  const accountEnd = text.indexOf(":", regionEnd + 1);
  if (partitionEnd <= 4 || serviceEnd <= partitionEnd + 1 || regionEnd <= serviceEnd || accountEnd <= regionEnd)
    return undefined;
  return {
    partition: text.slice(4, partitionEnd),
    service: text.slice(partitionEnd + 1, serviceEnd),
    region: text.slice(serviceEnd + 1, regionEnd),
    account: text.slice(regionEnd + 1, accountEnd),
    resource: text.slice(accountEnd + 1),
  };
}

/** Writes an ARN of the standard partition. Global services leave `region`, and S3 also `account`, empty. */
export function formatArn(service: string, region: string, account: string, resource: string): string {
  return `arn:aws:${service}:${region}:${account}:${resource}`;
}
