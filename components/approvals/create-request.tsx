import { Button, ButtonLink } from "@/components/ui/button";

/** The primary deed of the list; for people who may not hire it stands there disabled, with the reason. */
export function CreateRequest({ allowed, on }: { allowed: boolean; on: boolean }) {
  if (allowed && on) {
    return (
      <ButtonLink href="/ab/jobs/approvals/new" variant="primary">
        Create Request
      </ButtonLink>
    );
  }
  return (
    <span className="flex max-w-80 flex-col gap-1.5 sm:items-end">
      <Button variant="primary" disabled aria-describedby="create-request-why">
        Create Request
      </Button>
      <span id="create-request-why" className="text-xs text-ink-soft sm:text-end">
        {on
          ? "Hiring managers, admins and program owners create requests."
          : "Approvals are off for this company. Ask an admin."}
      </span>
    </span>
  );
}
