import { redirect } from "next/navigation";
import { requireStaff } from "@/lib/auth/actor";

/** Leads staff to what waits for them. */
export default async function StaffPage() {
  await requireStaff();
  redirect("/staff/moves");
}
