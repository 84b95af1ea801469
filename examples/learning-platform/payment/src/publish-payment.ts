// Publishes each new payment to the payment topic.

import { publishing } from "../../common/stream.ts";

export const handler = publishing("PaymentCompleted", (payment, before) => {
  if (before !== undefined) return undefined;
  return {
    paymentId: payment["paymentId"]?.S,
    userId: payment["userId"]?.S,
    email: payment["email"]?.S,
    courseId: payment["courseId"]?.S,
  };
});
