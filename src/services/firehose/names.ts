// The ARNs of delivery streams. Pure.

import { formatArn } from "../../kernel/arns.ts";
import type { Scope } from "../../service/context.ts";

export function deliveryStreamArn({ account, region }: Scope, name: string): string {
  return formatArn("firehose", region, account, `deliverystream/${name}`);
}
