-- From the likest down, until there are some to choose from. What a common word brings is bounded
-- before it is compared exactly: that costs more than the index does.
CREATE OR REPLACE FUNCTION moa_search_variants(query text, max_rows integer)
RETURNS TABLE (variant_id bigint, similarity real)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp SET pg_trgm.word_similarity_threshold = 0.6 AS $$
DECLARE
  own_mall bigint := nullif(current_setting('app.mall_id', true), '')::bigint;
  threshold real;
  above real := 2;
  found_rows integer := 0;
  passed integer;
BEGIN
  IF length(query) <= 20 THEN
    RETURN QUERY EXECUTE
      'SELECT candidate.id, word_similarity($1, candidate.search_text) AS likeness FROM (
        SELECT id, search_text FROM variants WHERE mall_id = $2 AND search_text LIKE $3 LIMIT 2000
      ) candidate ORDER BY likeness DESC, candidate.id LIMIT $4'
      USING query, own_mall,
        '%' || replace(replace(replace(query, '\', '\\'), '%', '\%'), '_', '\_') || '%', max_rows;
    GET DIAGNOSTICS found_rows = ROW_COUNT;
  END IF;
  FOREACH threshold IN ARRAY ARRAY[0.6, 0.45, 0.3]::real[] LOOP
    EXIT WHEN found_rows >= 8;
    PERFORM set_config('pg_trgm.word_similarity_threshold', threshold::text, true);
    RETURN QUERY EXECUTE
      'SELECT * FROM (
        SELECT candidate.id, word_similarity($1, candidate.search_text) AS likeness FROM (
          SELECT id, search_text FROM variants WHERE mall_id = $2 AND $1 <% search_text
            AND (length($1) > 20 OR strpos(search_text, $1) = 0) LIMIT 2000
        ) candidate
      ) compared WHERE likeness < $3 ORDER BY likeness DESC, id LIMIT $4'
      USING query, own_mall, above, max_rows - found_rows;
    GET DIAGNOSTICS passed = ROW_COUNT;
    found_rows := found_rows + passed;
    above := threshold;
  END LOOP;
END
$$;
