// DescribeLogGroups: groups in name order. AWS: DescribeLogGroups (API reference).

import type {
  DescribeLogGroupsCommandInput,
  DescribeLogGroupsCommandOutput,
  LogGroup,
} from "@aws-sdk/client-cloudwatch-logs";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { invalidParameter, notImplemented } from "../errors.ts";
import { logGroupArn, parseGroupIdentifier } from "../log-group.ts";
import { listGroups, listMetricFilters, loadCounters } from "../repo.ts";
import { readPageToken, writePageToken } from "../tokens.ts";

/** What a page has when nothing is asked for. */
const DEFAULT_LIMIT = 50;

export const describeLogGroups = defineOperation<Input<DescribeLogGroupsCommandInput>, DescribeLogGroupsCommandOutput>(
  "DescribeLogGroups",
  (input, context) => {
    const { logGroupNamePrefix: prefix = "", logGroupNamePattern: part, limit = DEFAULT_LIMIT, nextToken } = input;
    if (part !== undefined && prefix !== "")
      throw invalidParameter("LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters.");
    if (input.includeLinkedAccounts === true || (input.accountIdentifiers ?? []).length > 0)
      throw notImplemented("log groups of linked accounts");
    const names = input.logGroupIdentifiers?.map(parseGroupIdentifier);
    const after = nextToken === undefined ? undefined : readPageToken(nextToken);
    const logGroups: LogGroup[] = [];
    const isTruncated = context.store.read((tx) => {
      for (const group of listGroups(tx, context, prefix, after)) {
        const { logGroupName, groupId, createdAtMs, retentionDays } = group;
        // AWS: the pattern is a part of the name in any case; every group here is of class STANDARD.
        if (part !== undefined && !logGroupName.toLowerCase().includes(part.toLowerCase())) continue;
        if (names !== undefined && !names.includes(logGroupName)) continue;
        if (input.logGroupClass !== undefined && input.logGroupClass !== "STANDARD") continue;
        if (logGroups.length === limit) return true;
        const arn = logGroupArn(context, logGroupName);
        logGroups.push({
          logGroupName,
          creationTime: createdAtMs,
          ...(retentionDays === undefined ? {} : { retentionInDays: retentionDays }),
          metricFilterCount: [...listMetricFilters(tx, context, groupId)].length,
          arn: `${arn}:*`,
          storedBytes: loadCounters(tx, context, groupId).storedBytes,
          logGroupClass: "STANDARD",
          logGroupArn: arn,
          deletionProtectionEnabled: group.isProtected === true,
        });
      }
      return false;
    });
    return { logGroups, ...(isTruncated ? { nextToken: writePageToken(logGroups.at(-1)?.logGroupName ?? "") } : {}) };
  },
);
