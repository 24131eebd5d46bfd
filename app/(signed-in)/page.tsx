import { redirect } from 'next/navigation';

/** The morning begins with the first stage. */
export default function Home() {
  redirect('/orders/collect');
}
