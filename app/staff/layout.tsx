import { requireStaff } from "@/lib/auth/actor";
import { StaffShell } from "../staff-shell";

/** The desk of support staff. It decides nothing: every page asks for itself who is there. */
export default async function StaffLayout({ children }: LayoutProps<"/staff">) {
  return <StaffShell person={await requireStaff()}>{children}</StaffShell>;
}
