import { FieldGroup } from "@/components/layout/field-group";
import { Checkbox } from "@/components/ui/checkbox";
import { FieldErrors } from "@/components/ui/field-errors";
import type { WideRole } from "@/lib/members/schema";
import { roleWords } from "@/lib/words";

type RoleFieldsProps = {
  roles: readonly WideRole[];
  teams: readonly { id: string; name: string; held: boolean; hidden: boolean }[];
  /** what follows from a tick taken away */
  hint?: string;
  errors: readonly string[];
};

/** What somebody holds: roles for the whole company, and teams to hire in. */
export function RoleFields({ roles, teams, hint, errors }: RoleFieldsProps) {
  return (
    <>
      <FieldGroup legend="Roles in the whole company">
        {wide.map(({ role, name, hint }) => (
          <Checkbox
            key={role}
            name={name}
            value="on"
            defaultChecked={roles.includes(role)}
            label={roleWords[role]}
            hint={hint}
          />
        ))}
      </FieldGroup>
      <FieldGroup
        legend="Hiring manager in"
        hint={`Asks for approvals, sends offers and runs contracts of these teams, and may use their purchase orders. ${hint ?? ""}`}
      >
        <div className="-m-1 grid max-h-80 gap-3 overflow-y-auto p-1 sm:grid-cols-2">
          {teams.map(({ id, name, held, hidden }, index) => (
            <Checkbox
              key={id}
              id={index === 0 ? "field-teamId[]" : undefined}
              name="teamId[]"
              value={id}
              defaultChecked={held}
              label={hidden ? `${name} (hidden)` : name}
            />
          ))}
        </div>
        <FieldErrors id="field-teams-errors" errors={errors} />
      </FieldGroup>
    </>
  );
}

const wide: readonly { role: WideRole; name: string; hint: string }[] = [
  {
    role: "admin",
    name: "admin",
    hint: "Sees the whole company, hires in every team, and changes settings, members and policies.",
  },
  { role: "program_owner", name: "programOwner", hint: "The rights of an admin, as owner of the freelancer program." },
  {
    role: "finance_admin",
    name: "financeAdmin",
    hint: "Purchase orders, billing, invoices and payments; sees every contract.",
  },
];
