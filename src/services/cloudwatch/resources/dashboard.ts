// AWS::CloudWatch::Dashboard.

import { everyPage } from "../../../service/pages.ts";
import type { ResourceType } from "../../../service/resource-type.ts";
import { dashboardArn } from "../names.ts";
import { allTags, ifThere, liveTags, requireFree, updateTags } from "./tagged.ts";

const TYPE = "AWS::CloudWatch::Dashboard";

/** A dashboard. Ref is its name. */
export const dashboardType: ResourceType = {
  typeName: TYPE,
  properties: ["DashboardBody", "DashboardName", "Tags"],

  async create(properties, context) {
    const given = properties["DashboardName"];
    const DashboardName = typeof given === "string" ? given : context.generateName({ maxLength: 255 });
    await requireFree(TYPE, DashboardName, dashboardArn(context, DashboardName), context);
    await context.aws.cloudWatch.putDashboard({
      DashboardName,
      DashboardBody: String(properties["DashboardBody"]),
      Tags: allTags(properties, context),
    });
    return { physicalId: DashboardName, attributes: {} };
  },

  async read(physicalId, context) {
    const found = await ifThere(() => context.aws.cloudWatch.getDashboard({ DashboardName: physicalId }));
    if (found === undefined) return undefined;
    const tags = await liveTags(dashboardArn(context, physicalId), context);
    return { DashboardName: physicalId, DashboardBody: found.DashboardBody, ...tags };
  },

  async list({ aws }) {
    const dashboards = await everyPage(async (NextToken: string | undefined) => {
      const answer = await aws.cloudWatch.listDashboards({ NextToken });
      return { items: answer.DashboardEntries, next: answer.NextToken };
    });
    return dashboards.map(({ DashboardName = "" }) => ({ DashboardName }));
  },

  async update(physicalId, properties, previous, context) {
    await context.aws.cloudWatch.putDashboard({
      DashboardName: physicalId,
      DashboardBody: String(properties["DashboardBody"]),
    });
    await updateTags(dashboardArn(context, physicalId), properties, previous, context);
    return { physicalId, attributes: {} };
  },

  async delete(physicalId, _properties, context) {
    await ifThere(() => context.aws.cloudWatch.deleteDashboards({ DashboardNames: [physicalId] }));
  },
};
