// ListScheduleGroups: groups by name, in pages.

import type { ListScheduleGroupsCommandInput, ListScheduleGroupsCommandOutput } from "@aws-sdk/client-scheduler";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { allGroups, describeGroup } from "../groups.ts";
import { parsePageToken, takePage } from "../pages.ts";

export const listScheduleGroups = defineOperation<
  Input<ListScheduleGroupsCommandInput>,
  ListScheduleGroupsCommandOutput
>("ListScheduleGroups", (input, context) => {
  const [after = ""] = parsePageToken(input.NextToken) ?? [];
  const { NamePrefix: prefix = "" } = input;
  const groups = context.store.read((tx) => allGroups(tx, context));
  const page = takePage(
    groups.filter(({ name }) => name > after && name.startsWith(prefix)),
    ({ name }) => [name],
    input.MaxResults,
  );
  return {
    ScheduleGroups: page.items.map((group) => describeGroup(context, group)),
    ...(page.nextToken === undefined ? {} : { NextToken: page.nextToken }),
  };
});
