// What becomes of a change after it was answered: distributions are "Deployed", invalidations "Completed". Both have had their effect by then:
// there is one edge, and it reads what is stored.

import type { JobHandler } from "../../service/jobs.ts";
import { loadDistribution, loadInvalidation, saveDistribution, saveInvalidation } from "./repo.ts";

/** The job that ends a distribution's deployment. */
export const DEPLOY = "cloudfront/deploy";
/** The job that ends an invalidation. */
export const INVALIDATE = "cloudfront/invalidate";

/** Marks a distribution as deployed, unless it has changed again. */
export const deployJob: JobHandler = {
  kind: DEPLOY,
  run(job, { store }) {
    const { id, etag } = job.payload as { readonly id: string; readonly etag: string };
    store.write((tx) => {
      const record = loadDistribution(tx, job.account, id);
      if (record?.etag === etag) saveDistribution(tx, { ...record, status: "Deployed" }, record);
    });
    return Promise.resolve("done");
  },
};

/** Marks an invalidation as completed. */
export const invalidateJob: JobHandler = {
  kind: INVALIDATE,
  run(job, { store }) {
    const { distributionId, id } = job.payload as { readonly distributionId: string; readonly id: string };
    store.write((tx) => {
      const record = loadInvalidation(tx, job.account, distributionId, id);
      if (record !== undefined) saveInvalidation(tx, job.account, distributionId, { ...record, status: "Completed" });
    });
    return Promise.resolve("done");
  },
};
