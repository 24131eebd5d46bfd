ALTER TABLE "shipments" ADD COLUMN "hold_notes" jsonb DEFAULT '{}'::jsonb NOT NULL;--> statement-breakpoint
UPDATE "shipments" SET "hold_notes" = jsonb_build_object(coalesce((
	SELECT "kind" FROM unnest("hold_kinds") WITH ORDINALITY AS "given" ("kind", "place")
	WHERE "kind" IN ('operator', 'rule', 'short') ORDER BY "place" DESC LIMIT 1
), 'resent'), "hold_note")
WHERE "hold_note" <> '';--> statement-breakpoint
ALTER TABLE "shipments" DROP COLUMN "hold_note";