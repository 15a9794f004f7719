import { SubmitButton } from "@/components/layout/submit-button";
import { continueAsAction } from "@/lib/demo/actions";

type PersonaButtonsProps = {
  personas: readonly { key: string; role: string; name: string }[];
  returnTo: string | null;
};

/** The demo's way in: one press per person, without a mail. */
export function PersonaButtons({ personas, returnTo }: PersonaButtonsProps) {
  return (
    <ul className="grid gap-2">
      {personas.map(({ key, role, name }) => (
        <li key={key}>
          <form action={continueAsAction} className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <input type="hidden" name="persona" value={key} />
            {returnTo && <input type="hidden" name="return" value={returnTo} />}
            <SubmitButton pending={`Continue as ${role}`} variant="plain">{`Continue as ${role}`}</SubmitButton>
            <span className="text-xs text-ink-soft">{name}</span>
          </form>
        </li>
      ))}
    </ul>
  );
}
