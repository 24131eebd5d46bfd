CREATE TABLE "requests" (
	"mall_id" bigint NOT NULL,
	"id" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	CONSTRAINT "requests_mall_id_id_pk" PRIMARY KEY("mall_id","id")
);
--> statement-breakpoint
SELECT moa_protect_tables();
