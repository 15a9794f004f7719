import { redirect } from "next/navigation";

/** A freelancer opens on the offers. */
export default function TalentPage() {
  redirect("/talent/offers");
}
