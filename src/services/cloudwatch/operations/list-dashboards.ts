// ListDashboards: dashboards in the order of their names.

import type { ListDashboardsCommandInput, ListDashboardsCommandOutput } from "@aws-sdk/client-cloudwatch";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { invalidTokenValue } from "../errors.ts";
import { dashboardArn } from "../names.ts";
import { parsePageToken, takePage } from "../pages.ts";
import { listDashboards as dashboardsOf } from "../repo.ts";

/** AWS: ListDashboards: "up to 1000 results". */
const PAGE = 1_000;

export const listDashboards = defineOperation<Input<ListDashboardsCommandInput>, ListDashboardsCommandOutput>(
  "ListDashboards",
  ({ DashboardNamePrefix = "", NextToken }, context) => {
    const [after] = parsePageToken(NextToken, 1, invalidTokenValue) ?? [];
    return context.store.read((tx) => {
      const all = [...dashboardsOf(tx, context, after === undefined ? {} : { after })];
      const page = takePage(
        all.filter(({ name }) => name.startsWith(DashboardNamePrefix)),
        PAGE,
        ({ name }) => [name],
      );
      return {
        DashboardEntries: page.items.map(({ name, body, modifiedAtMs }) => ({
          DashboardName: name,
          DashboardArn: dashboardArn(context, name),
          LastModified: new Date(modifiedAtMs),
          Size: Buffer.byteLength(body),
        })),
        NextToken: page.nextToken,
      };
    });
  },
);
