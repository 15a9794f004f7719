"use client";

import { useActionState, useEffect, useRef, useState } from "react";
import { ActionForm } from "@/components/layout/action-form";
import { Field } from "@/components/layout/field";
import { Outcome } from "@/components/layout/outcome";
import { SubmitButton } from "@/components/layout/submit-button";
import { Button } from "@/components/ui/button";
import { Textarea } from "@/components/ui/textarea";
import { fieldErrors } from "@/lib/action-result";
import {
  approveByMailAction,
  approveRequestAction,
  declineByMailAction,
  declineRequestAction,
} from "@/lib/approvals/actions";

type DecisionPanelProps = {
  requestId: string;
  /** the content that is shown; a decision on anything else is refused */
  fingerprint: string;
  /** the decision link that opened the page, if one did */
  token?: string;
  /** `open`: decide. `blocked`: buttons without effect, with the reason beside them. `over`: only what came of it. */
  standing: "open" | "blocked" | "over";
  because?: string;
};

/**
 * Approve and Decline. Decline opens its reason in place; before scripts run it posts at once, and a required reason is
 * asked for by the answer. Stays on the page after the decision, so that its outcome is read out.
 */
export function DecisionPanel({ requestId, fingerprint, token, standing, because }: DecisionPanelProps) {
  const [approved, approve] = useActionState(token ? approveByMailAction : approveRequestAction, null);
  const [declined, decline] = useActionState(token ? declineByMailAction : declineRequestAction, null);
  const [last, setLast] = useState<"approve" | "decline">("approve");
  const outcome = useRef<HTMLDivElement>(null);
  const reason = useRef<HTMLTextAreaElement>(null);
  const reasonErrors = fieldErrors(declined, "reason");
  const [asking, setAsking] = useState(reasonErrors.length > 0);
  const open = standing === "open" && asking;
  const done = (last === "approve" ? approved : declined)?.ok === true;

  useEffect(() => {
    if (asking) reason.current?.focus();
  }, [asking]);
  useEffect(() => {
    if (declined && !declined.ok && declined.fieldErrors) reason.current?.focus();
  }, [declined]);
  useEffect(() => {
    if (done) outcome.current?.focus();
  }, [done]);

  const facts = (
    <>
      <input type="hidden" name="requestId" value={requestId} />
      <input type="hidden" name="fingerprint" value={fingerprint} />
      {token && <input type="hidden" name="token" value={token} />}
    </>
  );
  // Nothing to do and nothing to tell: the bar around it goes away (DocumentPage).
  if (standing === "over" && !approved && !declined) return <div />;
  return (
    <div className="grid gap-3">
      {standing === "blocked" && (
        <p id="decision-why" className="text-ink-soft">
          {because}
        </p>
      )}
      {standing !== "over" && (
        <ActionForm action={approve} onSubmitCapture={() => setLast("approve")} className={open ? "hidden" : "gap-3"}>
          {facts}
          {standing === "open" && (
            <details>
              <summary className="w-fit cursor-pointer text-xs text-action underline underline-offset-3">
                Add a comment
              </summary>
              <Field label="Comment" name="reason" id="field-comment" optional className="mt-2">
                {(control) => <Textarea {...control} rows={3} />}
              </Field>
            </details>
          )}
          <div className="grid grid-cols-2 gap-3 [&>span]:grid">
            <SubmitButton variant="stamp" size="large" pending="Approving…" disabled={standing === "blocked"}>
              Approve
            </SubmitButton>
            <Button
              type="submit"
              form="decline"
              size="large"
              disabled={standing === "blocked"}
              onClick={(event) => {
                event.preventDefault();
                setAsking(true);
              }}
            >
              Decline
            </Button>
          </div>
        </ActionForm>
      )}
      {standing === "open" && (
        <ActionForm
          id="decline"
          action={decline}
          onSubmitCapture={() => setLast("decline")}
          className={open ? "gap-3" : "hidden"}
          onKeyDown={(event) => event.key === "Escape" && setAsking(false)}
        >
          {facts}
          <Field label="Reason" name="reason" hint="The requester reads it." errors={reasonErrors}>
            {(control) => <Textarea {...control} ref={reason} rows={4} />}
          </Field>
          <div className="flex flex-wrap gap-3">
            <SubmitButton variant="plain" pending="Declining…">
              Decline
            </SubmitButton>
            <Button variant="link" onClick={() => setAsking(false)}>
              Back
            </Button>
          </div>
        </ActionForm>
      )}
      <div ref={outcome} tabIndex={-1} className="outline-none empty:hidden">
        {last === "approve" ? (
          <Outcome of={approved} says={words} done="You approved this request." />
        ) : (
          <Outcome
            of={reasonErrors.length > 0 ? null : declined}
            says={words}
            done="You declined this request. The requester reads your reason."
          />
        )}
      </div>
    </div>
  );
}

/** Why nothing was decided (product.md §3.7). What was decided already is told by the answer itself. */
const words: Record<string, string> = {
  changed: "This request changed while you were reading. Nothing was decided; the page shows the current one.",
  expired: "This request has expired. Nothing was decided.",
  "not-your-turn": "Step 1 is not complete yet. Nothing was decided.",
  invalid: "Nothing was decided. Reload the page and try again.",
};
