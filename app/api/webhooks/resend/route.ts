import { env } from "@/lib/env";
import { NotFoundError } from "@/lib/errors";
import { problem, route } from "@/lib/http";
import { deliveryEvent, recordDelivery } from "@/lib/mail/record-delivery";
import { readSignedEvent } from "@/lib/mail/signed-event";

/** What Resend tells about mails it took. The signature over the raw body is the only right; closed without a secret. */
export const POST = route(async (request) => {
  if (!env.RESEND_WEBHOOK_SECRET) throw new NotFoundError();
  const signed = await readSignedEvent(request, env.RESEND_WEBHOOK_SECRET);
  if (!signed) return problem(401, "unauthorized", "The signature does not fit.");
  const event = deliveryEvent.safeParse(signed.event);
  if (!event.success) return problem(400, "malformed", "This is no event that can be read.");
  const recorded = await recordDelivery(signed.id, event.data);
  return Response.json({ recorded }, { headers: { "cache-control": "no-store" } });
});
