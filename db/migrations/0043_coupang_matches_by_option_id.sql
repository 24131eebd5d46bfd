-- Coupang's goods are known by their 옵션ID now, which stands behind the order's number in the key of
-- each line. What was remembered by 노출상품ID goes on for every 옵션ID met under it, where the goods
-- have the name that was matched: others on the same page were never looked at by a person.
INSERT INTO "matches" ("mall_id", "channel_id", "product_key", "option_key", "product_code",
  "product_name", "option", "composition_id", "rule", "matched_by", "matched_at", "oddities")
SELECT DISTINCT ON (known.mall_id, known.channel_id, met.option_id, known.option_key)
  known.mall_id, known.channel_id, met.option_id, known.option_key, met.option_id,
  known.product_name, known.option, known.composition_id, known.rule, known.matched_by,
  known.matched_at, known.oddities
FROM "matches" known
JOIN "channels" channel ON channel.mall_id = known.mall_id AND channel.id = known.channel_id
  AND channel.marketplace = 'coupang'
JOIN "order_lines" line ON line.mall_id = known.mall_id AND line.channel_id = known.channel_id
  AND line.product_key = known.product_key AND line.option_key = known.option_key
  AND line.product_name = known.product_name
CROSS JOIN LATERAL (
  SELECT substring(line.line_key FROM '^[0-9]+-([0-9]{6,})$') AS option_id
) met
WHERE known.product_key ~ '^[0-9]+$' AND met.option_id <> known.product_key
ORDER BY known.mall_id, known.channel_id, met.option_id, known.option_key, known.matched_at DESC
ON CONFLICT DO NOTHING;
