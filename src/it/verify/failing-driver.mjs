throw new Error('the test data is missing');
